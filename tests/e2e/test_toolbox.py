"""A judge that is missing is named, with the command that brings it."""

from pathlib import Path

import pytest

from tests.e2e import toolbox


@pytest.mark.parametrize("tool", [*toolbox.COMMANDS, *toolbox.FILES, *toolbox.MODULES])
def test_a_missing_tool_is_named_with_its_cure(tool: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(toolbox.shutil, "which", lambda name, path=None: None)
    monkeypatch.setattr(toolbox, "FILES", dict.fromkeys(toolbox.FILES, tmp_path / "none"))
    monkeypatch.setattr(toolbox.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(pytest.skip.Exception, match=f"^缺少 {tool}：(apt-get|npm|pip) "):
        toolbox.need(tool)


def test_a_tool_beside_the_interpreter_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    judge = tmp_path / "lychee"
    judge.touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(toolbox.sysconfig, "get_path", lambda name: str(tmp_path))
    assert toolbox.need("lychee") == str(judge)
