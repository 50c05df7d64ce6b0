"""The generated portal is what the benchmarks take it for."""

import hashlib
import re
from itertools import combinations
from pathlib import Path
from statistics import median

import pytest

from lanmu import structure
from lanmu.rules import engine
from tests.bench import corpus, titles, words

SIZE = 600


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "portal"
    corpus.write(folder, SIZE)
    return folder


def fingerprint(root: Path) -> str:
    """Of all paths and bytes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path / "same", SIZE, corpus.SEED)
    corpus.write(tmp_path / "other", SIZE, corpus.SEED + 1)
    assert fingerprint(tmp_path / "same") == fingerprint(root)
    assert fingerprint(tmp_path / "other") != fingerprint(root)


def test_nothing_in_it_is_found_fault_with(root: Path) -> None:
    assert engine.check(root) == ()


def test_it_has_the_shape_of_a_portal(root: Path) -> None:
    portal = structure.load(root).portal
    assert portal is not None
    assert (len(portal.departments), len(portal.columns)) == (40, 60)
    paths = sorted((root / "content").rglob("*.md"))
    bodies = [path.read_text("utf-8").split("---\n", 2)[2] for path in paths]
    assert len(paths) == SIZE
    assert {path.name[:4] for path in paths} == {"2020", "2021", "2022", "2023", "2024", "2025"}
    assert {path.parents[1].name for path in paths} == set(portal.departments)
    assert {path.parent.name for path in paths} == set(portal.columns)
    # A portal's median is 1,137; a sample of 600 is near it.
    assert 1000 < median(len(re.findall("[\u4e00-\u9fff]", body)) for body in bodies) < 1300
    assert sum("\n## " in body for body in bodies) > SIZE / 2
    assert sum("\n- " in body for body in bodies) > SIZE / 4
    assert sum("\n|---" in body for body in bodies) > SIZE / 20
    assert sum(bool(re.search(r"\]\(\.\./\.\./\w+/\w+/[\w-]+\.md\)", body)) for body in bodies) > SIZE / 3
    attached = [path for path in (root / "content").rglob("*") if path.suffix in (".csv", ".txt")]
    assert len(attached) == SIZE // 50
    assert {path.suffix for path in attached} == {".csv", ".txt"}


def test_titles_differ_in_three_pieces_of_five() -> None:
    lists = (words.PLACES, words.WAYS, words.TOPICS, words.MEASURES, words.AIMS)
    assert [len(set(each)) for each in lists] == [words.FIELD] * 5
    numbers = [*range(150), *range(0, titles.MOST, 1499), titles.MOST - 1]
    alike = [sum(map(str.__eq__, *both)) for both in combinations(map(titles.pieces, dict.fromkeys(numbers)), 2)]
    assert max(alike) == 2


@pytest.mark.parametrize("size", [0, -1, titles.MOST + 1])
def test_there_are_titles_for_so_many_articles(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(size), str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()
    assert capsys.readouterr().err == f"{size} articles: there are titles for 1 to 148877\n"


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert corpus.main(["3", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert capsys.readouterr().err == f"{tmp_path} is not empty\n"


def test_one_article_is_a_portal(tmp_path: Path) -> None:
    assert corpus.main(["1", str(tmp_path / "new")]) == 0
    assert engine.check(tmp_path / "new") == ()
