"""``lanmu review --range``, and ``lanmu check --range --actor``: what they print and how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, TEXT
from tests.lanmu.review_sample import mails, table
from tests.repository import ENVIRONMENT, ROOT, Repository

Done = subprocess.CompletedProcess[str]
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
ACTORS = ("GL_USERNAME", "GITEA_PUSHER_NAME", "REMOTE_USER", "GITLAB_USER_LOGIN", "GITHUB_ACTOR")


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "portal")
    found.commit(FILES | {COLUMNS: mails(table())}, "2026-03-01")
    found.git("checkout", "--quiet", "-b", "work")
    found.commit({NEWS: EDITED})
    return found


def lanmu(made: Repository, *arguments: str, **more: str) -> Done:
    """In a process of its own, without a word about who runs it."""
    known = {name: value for name, value in ENVIRONMENT.items() if name not in ACTORS}
    return subprocess.run(
        [sys.executable, "-m", "tools", *arguments],
        cwd=made.path,
        env=known | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def codes(done: Done) -> list[str]:
    assert done.stderr == ""
    return [one["rule"] for one in json.loads(done.stdout)]


def test_what_is_missing_is_said_with_its_cure(made: Repository) -> None:
    done = lanmu(made, "review", "--range", "main..work")
    assert (done.returncode, done.stderr) == (1, "")
    for word in (NEWS, "R901", "unapproved", "kjt-head", "改法", "lanmu approve", "依据", "衢州", "1 个错误"):
        assert word in done.stdout


def test_nothing_to_say(made: Repository) -> None:
    done = lanmu(made, "review", "--range", "work..work")
    assert (done.returncode, done.stdout, done.stderr) == (0, "没有发现问题。\n", "")


@pytest.mark.parametrize(
    ("actor", "expected"),
    [("", ["R901"]), ("bgt-liaison", ["R901"]), ("kjt-liaison", ["R901", "R906"]), ("nobody", ["R901", "R906"])],
)
def test_who_lands_it(actor: str, expected: list[str], made: Repository) -> None:
    more = ("--actor", actor) if actor else ()
    assert codes(lanmu(made, "review", "--range", "main..work", "--format", "json", *more)) == expected


def test_a_takedown_ends_well(made: Repository) -> None:
    made.git("checkout", "--quiet", "-B", "work", "main")
    made.commit({NEWS: None})
    done = lanmu(made, "review", "--range", "main..", "--actor", "bgt-webmaster")
    assert done.returncode == 0 and "R909" in done.stdout and "1 个提醒" in done.stdout


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "sarif", "json", "human"])
def test_every_format_tells_it(form: str, made: Repository) -> None:
    done = lanmu(made, "review", "--range", "main..work", "--format", form)
    assert done.returncode == 1 and "R901" in done.stdout


@pytest.mark.parametrize("written", ["work", "main...work", "main..nowhere", "nowhere..work", "--all..work", ""])
def test_what_is_no_range(written: str, made: Repository) -> None:
    done = lanmu(made, "review", f"--range={written}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "改法" in done.stderr and "Traceback" not in done.stderr


def test_a_base_without_a_portal(made: Repository) -> None:
    done = lanmu(made, "review", "--range", f"{'0' * 40}..main")
    assert done.returncode == 2 and COLUMNS in done.stderr


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    for path, text in FILES.items():
        (tmp_path / "portal" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "portal" / path).write_text(text, "utf-8")
    bare = object.__new__(Repository)
    bare.path = tmp_path / "portal"
    done = lanmu(bare, "review", "--range", "main..work", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert done.returncode == 2 and "git" in done.stderr


def test_the_range_is_required(made: Repository) -> None:
    done = lanmu(made, "review")
    assert done.returncode == 2 and "--range" in done.stderr


# Ownership.
def owned(made: Repository, *more: str, **environment: str) -> list[str]:
    return codes(lanmu(made, "check", "--range", "main..work", "--format", "json", *more, **environment))


def test_who_may_change_what(made: Repository) -> None:
    assert owned(made) == owned(made, "--actor", "kjt-liaison") == []
    assert set(owned(made, "--actor", "lyj-liaison")) == {"O401"}
    assert owned(made, "--actor", "nobody") == ["O403"]


@pytest.mark.parametrize("name", ACTORS)
def test_servers_say_who_pushes(name: str, made: Repository) -> None:
    assert owned(made, **{name: "kjt-liaison"}) == []
    assert owned(made, **{name: "jszc-gcs"}) == ["O401"]
    assert owned(made, "--actor", "kjt-liaison", **{name: "jszc-gcs"}) == []  # what is said outright counts


def test_a_change_that_grants_itself_rights(made: Repository) -> None:
    grab = mails(table(("    liaisons: [lyj-liaison]\n", "    liaisons: [lyj-liaison, kjt-liaison]\n")))
    made.commit({COLUMNS: grab})
    made.commit({OF_LYJ: TEXT.replace("../zcwj/", "../../kjt/zcwj/")})
    assert {"O401", "O402"} <= set(owned(made, "--actor", "kjt-liaison"))


def test_actor_wants_a_range(made: Repository) -> None:
    done = lanmu(made, "check", "--actor", "kjt-liaison")
    assert done.returncode == 2 and "--range" in done.stderr


def test_new_articles_of_a_range(made: Repository) -> None:
    made.commit({OTHER: TEXT})
    done = lanmu(made, "review", "--range", "main..work", "--format", "json")
    assert [(one["rule"], one["path"]) for one in json.loads(done.stdout)] == [("R901", NEWS), ("R901", OTHER)]
