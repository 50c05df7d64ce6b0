"""The house keeps its own rules: layers, size of modules, what no file may tell, decisions, the README's twin."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("lanmu", "plugins", "tools")
MODULE_LIMIT = 450  # lines

# What no module of a folder may import (docs/house.md).
FORBIDDEN = {
    "lanmu": {"pelican", "click", "plugins", "tools"},
    "plugins": {"click", "tools"},
    "tools": {"plugins"},
}
DECISION_FIELDS = ("Date", "Status", "Context", "Decision", "Consequences")

# Patterns are written so that this file is none of their hits.
TRACES = {
    "a folder of somebody's machine": re.compile(r"(?<![\w.~$}/-])/(?:home|root|Users|work|mnt)/(?!\.\.\.)[\w.-]+"),
    "the host of a package registry": re.compile(
        r"\b(?:registry\.[a-z]|(?:files\.)?python[h]osted\.|p[y]pi\.(?:org|tuna)|npm[j]s\.|(?:deb|snapshot)\.deb[i]an\.)"
    ),
    "a resolved address in a lock": re.compile(r'"resolved"\s*:'),
    "a secret": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:ghp|glpat|npm)_[A-Za-z0-9]{20,}"),
}


def modules(folder: str) -> list[Path]:
    """Every Python module below a folder of the repository."""
    return sorted((ROOT / folder).rglob("*.py"))


def imports(source: str) -> Iterator[str]:
    """Top names of all that a module imports, by statement or by ``import_module("name")``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import stays in its folder's package unless it climbs out; none of ours does either.
            yield (node.module or "").split(".")[0] if not node.level else "."
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("import_module", "__import__"):
                yield str(node.args[0].value).split(".")[0]


def tracked() -> list[Path]:
    """Files that git holds or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("folder", FOLDERS)
def test_layers(folder: str) -> None:
    assert modules(folder)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path.read_text("utf-8"))
        if name in FORBIDDEN[folder] | {"."}
    ]
    assert wrong == []


def test_two_doors_to_the_network() -> None:
    """Whatever asks strangers is in ``tools/crawl``, in whose child it is bounded; our own git server, ``tools/forge``."""
    strangers = {"linkcheck", "requests", "gitlab", "urllib3", "httpx", "aiohttp", "ftplib", "smtplib"}
    found = {
        path.relative_to(ROOT).parent.as_posix()
        for folder in FOLDERS
        for path in modules(folder)
        if strangers & set(imports(path.read_text("utf-8")))
    }
    assert found == {"tools/crawl", "tools/forge"}


def test_every_way_to_import_is_seen() -> None:
    source = """
import a.b, c
from d.e import f
def g():
    import h
    import_module('i.j')
    __import__('k')
from . import l
"""
    assert sorted(imports(source)) == [".", "a", "c", "d", "h", "i", "k"]


def test_no_module_is_too_long() -> None:
    paths = [path for name in (*FOLDERS, "tests") for path in modules(name) if "node_modules" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {path: length for path, length in lengths.items() if length > MODULE_LIMIT} == {}


def traces(text: str) -> list[str]:
    """What a text tells that no file of the project may tell."""
    return [f"{what}: {hit[0]}" for what, pattern in TRACES.items() if (hit := pattern.search(text))]


def test_no_file_tells_where_it_was_made() -> None:
    files = tracked()
    assert ROOT / "README.md" in files
    found = {
        str(path.relative_to(ROOT)): hits
        for path in files
        if (hits := traces(path.read_bytes().decode("utf-8", "replace")))
    }
    assert found == {}


# A middle dot parts each example, lest this file be a hit; it is taken out before the search.
@pytest.mark.parametrize(
    "text",
    [
        "see /·home/clerk/site",
        "PATH=/·work/main",
        '"/·root/.cache',
        "https://registry·.npmjs·.org/axe",
        "https://files.python·hosted.org/x",
        '"resol·ved": "x"',
        "-----BEGIN ·PRIVATE KEY-----",
    ],
)
def test_each_trace_is_seen(text: str) -> None:
    assert len(traces(text.replace("·", ""))) == 1


@pytest.mark.parametrize("text", ["/srv/lanmu/site", "../work/a", "a/home/x.html", "https://a.cn/work/a", "$HOME/x"])
def test_common_paths_are_no_traces(text: str) -> None:
    assert traces(text) == []


def test_locks_pin_everything() -> None:
    lock = json.loads((ROOT / "tests" / "e2e" / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    # A tag needs the registry's word at install; older npm then refuses the lock ("npm run lock" pins it).
    assert [name for name, package in packages.items() if "latest" in package.get("dependencies", {}).values()] == []
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        pins = re.findall(r"^[A-Za-z0-9]\S*==\S+.*(?:\n .*)*", text, re.MULTILINE)
        assert pins
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_written_down() -> None:
    assert decisions()


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_a_decision_has_its_fields_in_order(path: Path) -> None:
    text = path.read_text("utf-8")
    places = [re.search(rf"^(?:#+ |[-*] )?\**{field}\b", text, re.MULTILINE) for field in DECISION_FIELDS]
    assert [field for field, place in zip(DECISION_FIELDS, places, strict=True) if not place] == []
    starts = [place.start() for place in places if place]
    assert starts == sorted(starts)
    assert re.search(r"^(?:#+ |[-*] )?\**Date\**:?\**\s+\d{4}-\d{2}-\d{2}\b", text, re.MULTILINE)


def chinese(text: str) -> float:
    """Share of Chinese characters among letters."""
    letters = [character for character in text if character.isalpha()]
    return sum("\u4e00" <= letter <= "\u9fff" for letter in letters) / max(1, len(letters))


def test_the_readme_has_a_chinese_twin() -> None:
    english = (ROOT / "README.md").read_text("utf-8")
    twin = (ROOT / "README.zh.md").read_text("utf-8")
    assert chinese(english) < 0.1
    assert chinese(twin) > 0.4
    assert "README.zh.md" in english
    assert "README.md" in twin
    depths = [[len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)] for text in (english, twin)]
    assert depths[0] == depths[1]


def test_links_of_the_readme_lead_somewhere() -> None:
    for name in ("README.md", "README.zh.md"):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
        assert links
        assert [link for link in links if not (ROOT / link).exists()] == []
