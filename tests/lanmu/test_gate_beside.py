"""What hides from a range of commits, and what lies beside the articles."""

from pathlib import Path

import pytest

from lanmu import gate
from lanmu.rules.sample import FILES, NEWS
from tests.repository import portal

SECRET = "\n密级：机密★5年\n"


def test_a_replaced_object_hides_nothing(tmp_path: Path) -> None:
    """A pushed ``refs/replace`` shows every reader other content than what is there."""
    made = portal(tmp_path / "portal")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({NEWS: FILES[NEWS] + SECRET})
    leak = made.git("rev-parse", f"HEAD:{NEWS}")
    clean = made.git("rev-parse", f"main:{NEWS}")
    made.git("replace", leak, clean)
    assert "B201" in {finding.rule for finding in gate.between(made.path, "main..work")}


@pytest.mark.parametrize("path", ["notes.csv", "withdrawn.yaml", "columns.yaml", "content/kjt/bmdt/.x.txt"])
def test_what_lies_beside_the_articles_is_read_too(path: str, tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    before = FILES.get(path, "")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({path: f"{before}# 机密★3年\n"})
    told = {(finding.rule, finding.path) for finding in gate.between(made.path, "main..work")}
    assert told == {("B201", path)}
    made.commit({path: f"{before}# 说明\n"})
    told = {(finding.rule, finding.path) for finding in gate.between(made.path, "main..work")}
    assert told == {("B201", path)}


def test_the_program_s_own_folders_are_not_read(tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({"tests/leaks.csv": "机密★3年\n"})
    assert gate.between(made.path, "main..work") == ()
