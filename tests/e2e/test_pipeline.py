"""The pipeline, run for real by gitlab-ci-local on a portal with the sources of this repository."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from lanmu.rules import sample
from tests.e2e.toolbox import need
from tests.forges.gitlab import PROJECT, GitLab
from tests.repository import ENVIRONMENT, Repository

ROOT = Path(__file__).parents[2]
PIPELINE, WORKFLOW = ".gitlab-ci.yml", ".gitea/workflows/lanmu.yml"
SOURCES = ("lanmu", "plugins", "tools", "themes", ".ci", "Makefile", "requirements.txt", "pyproject.toml")
SOURCES += ("pelicanconf.py", "publishconf.py", ".gitignore", PIPELINE)
LEAK = {sample.NEWS: sample.FILES[sample.NEWS] + "\n联系人身份证号 110101199003074530。\n"}
MENDED = {sample.NEWS: sample.FILES[sample.NEWS] + "\n会议还讨论了经费管理。\n"}


class Ran(NamedTuple):
    """A pipeline: whether it is green, the jobs that ran, all that was said."""

    green: bool
    jobs: frozenset[str]
    said: str


class Site(Repository):
    """A repository that a runner can work in."""

    key: Path

    def approve(self) -> None:
        """What the responsible person does with what the branch holds."""
        words = ["approve", "main..HEAD", "--as", "kjt-head", "--key", str(self.key), "--yes"]
        done = subprocess.run(
            [sys.executable, "-m", "tools", *words],
            cwd=self.path,
            env=ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr

    def pipeline(self, *variables: str, job: str = "") -> Ran:
        """Run every job of the pipeline that the variables ask for, or one."""
        words = [need("node"), need("gitlab-ci-local"), *([job] if job else []), "--force-shell-executor", "--no-color"]
        words += [word for variable in variables for word in ("--variable", variable)]
        # A runner's home is its own: what checks remember there would hide what a fresh one does.
        own = {"HOME": str(self.path.parent), "XDG_CACHE_HOME": str(self.path.parent / "cache")}
        done = subprocess.run(
            words, cwd=self.path, env=ENVIRONMENT | own, capture_output=True, encoding="utf-8", timeout=120
        )
        said = done.stdout + done.stderr
        ended = re.findall(r"^ *(?:PASS|FAIL|WARN) +(\S+) *$", said, re.MULTILINE)
        return Ran(done.returncode == 0, frozenset(ended), said)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The sample portal, on main and cloned from a server; its environment is the one that runs the tests."""
    need("rsync")
    need("make")
    path = tmp_path / "site"
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        path.mkdir(exist_ok=True)
        copy(ROOT / name, path / name)
    for name in ("requirements.txt", "pyproject.toml"):
        os.utime(path / name, (0, 0))  # older than the environment, so that nothing is installed
    found = Site(path)
    found.key = tmp_path / "kjt-head"
    subprocess.run([need("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(found.key)], check=True)
    public = found.key.with_suffix(".pub").read_text("utf-8").rsplit(" ", 1)[0]
    known = ("kjt-head: {title: 省科技厅负责人}", f"kjt-head: {{title: 省科技厅负责人, keys: [{{key: {public}}}]}}")
    found.commit(sample.FILES | sample.edited(sample.COLUMNS, known))
    found.git("add", "--all")
    found.git("commit", "--quiet", "--no-verify", "-m", "建站")
    (path / ".venv").symlink_to(sys.prefix)
    found.git("update-ref", "refs/lanmu/released", "main")
    # The name of a server, behind which is a folder.
    origin = f"https://git.shifan.gov.cn/{PROJECT}.git"
    found.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    found.git("remote", "add", "origin", origin)
    found.git("config", f"url.{tmp_path}/origin.git.insteadOf", origin)
    found.git("checkout", "--quiet", "-b", "bao-song")
    return found


def request(site: Site, *more: str, job: str = "") -> Ran:
    """The pipeline of a merge request from the branch to main."""
    base = site.git("rev-parse", "main")
    return site.pipeline(
        "CI_PIPELINE_SOURCE=merge_request_event",
        f"CI_MERGE_REQUEST_DIFF_BASE_SHA={base}",
        "CI_MERGE_REQUEST_IID=3",
        "GITLAB_USER_LOGIN=kjt-liaison",
        *more,
        job=job,
    )


def reports(site: Site) -> tuple[list[str], list[str]]:
    """The rules in the two reports, as the runner keeps them."""
    kept = site.path / ".gitlab-ci-local" / "artifacts" / "check" / "reports"
    quality = [issue["check_name"].split()[0] for issue in json.loads((kept / "codequality.json").read_text("utf-8"))]
    cases = ET.parse(kept / "junit.xml").iter("testcase")
    return quality, [case.attrib["name"].split()[0] for case in cases if case.find("failure") is not None]


def test_red_on_a_planted_leak_with_both_reports_and_green_after_the_cure(site: Site) -> None:
    site.commit(LEAK)
    red = request(site)
    assert not red.green, red.said
    assert red.jobs == {"check"}
    for part in (sample.NEWS, "B205", "改法"):
        assert part in red.said
    assert reports(site) == (["B205"], ["B205"])

    site.commit(MENDED)  # the leak stays in the branch, and the branch stays red
    assert not request(site).green
    assert reports(site) == (["B205"], ["B205"])

    site.git("reset", "--quiet", "--hard", "main")
    site.commit(MENDED)
    green = request(site)
    assert not green.green
    assert green.jobs == {"check", "build", "review"}
    assert "R901" in green.said and "省科技厅负责人（kjt-head）" in green.said
    assert reports(site)[0] == []
    site.approve()
    green = request(site)
    assert green.green, green.said
    assert green.jobs == {"check", "build", "review"}
    kept = site.path / ".gitlab-ci-local" / "artifacts" / "build"
    page = kept / "output" / sample.NEWS.removeprefix("content/").replace(".md", ".html")
    assert "经费管理" in page.read_text("utf-8")
    assert not (site.path / ".gitlab-ci-local" / "artifacts" / "publish").exists()


def test_main_is_published_and_has_no_preview(site: Site) -> None:
    before = site.git("rev-parse", "main")
    site.commit(MENDED)
    site.git("branch", "--force", "unapproved")
    site.approve()
    site.git("checkout", "--quiet", "main")
    site.git("merge", "--quiet", "unapproved")
    refused = site.pipeline(f"CI_COMMIT_BEFORE_SHA={before}", "GITLAB_USER_LOGIN=bgt-liaison")
    assert not refused.green
    assert "R901" in refused.said
    assert not (site.path / ".gitlab-ci-local" / "artifacts" / "publish").exists()
    site.git("merge", "--quiet", "bao-song")
    done = site.pipeline(f"CI_COMMIT_BEFORE_SHA={before}", "GITLAB_USER_LOGIN=bgt-liaison")
    assert done.green, done.said
    assert done.jobs == {"check", "publish"}
    assert (site.path / ".gitlab-ci-local" / "artifacts" / "publish" / "output" / "index.html").is_file()


def test_the_comment_is_written_even_where_the_check_is_red(site: Site) -> None:
    with GitLab("kjt-liaison") as stand:
        stand.push(3, "aaa")
        told = (f"CI_SERVER_URL={stand.url}", f"CI_PROJECT_PATH={PROJECT}", f"LANMU_TOKEN={stand.token}")
        site.commit(LEAK)
        # By name: what GitLab runs ``always``, this runner leaves out behind a job that a red one skipped.
        red = request(site, *told, job="comment")
        assert red.green, red.said
        (note,) = stand.requests["3"]["notes"]
        assert "### 有 1 个错误要改" in note["body"]
        assert "预览" not in note["body"]
        site.git("reset", "--quiet", "--hard", "main")
        site.commit(MENDED)
        site.approve()
        green = request(site, *told)
        assert green.jobs == {"check", "build", "review", "comment"}
        (note,) = stand.requests["3"]["notes"]
        assert "### 没有错误\n" in note["body"]
        assert re.search(r"预览：<https?://\S+/artifacts/browse/output/>", note["body"])


# The two files


def loaded(name: str) -> dict[object, dict[str, object]]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def plain(command: str) -> str:
    """A command without what the two servers call differently."""
    return re.sub(r'"[^"]*"', "…", command.replace("--forge gitlab", "--forge …").replace("--forge gitea", "--forge …"))


def test_both_servers_run_the_same_steps() -> None:
    gitlab, gitea = loaded(PIPELINE), loaded(WORKFLOW)
    for job in ("check", "build", "review", "comment", "publish"):
        mine = [plain(command) for command in (*gitlab["default"]["before_script"], *gitlab[job]["script"])]
        its = [plain(step["run"]) for step in gitea["jobs"][job]["steps"] if "run" in step]
        assert its == [command for command in mine if not command.startswith("echo ")], job
        kept = {
            step["with"]["path"] for step in gitea["jobs"][job]["steps"] if "upload-artifact" in step.get("uses", "")
        }
        assert kept == set(gitlab[job].get("artifacts", {}).get("paths", [])), job
    assert set(gitea["jobs"]) == set(gitlab["stages"])


def test_the_workflow_takes_nothing_of_an_author_into_a_command() -> None:
    """An expression in a command is put there as text: a branch called ``$(…)`` would run."""
    for job in loaded(WORKFLOW)["jobs"].values():
        assert [step["run"] for step in job["steps"] if "${{" in step.get("run", "")] == []


def test_the_workflow_begins_with_requests_and_with_main() -> None:
    begins = loaded(WORKFLOW)[True]  # YAML 1.1 reads ``on`` as a truth
    assert begins == {"pull_request": {"branches": ["main"]}, "push": {"branches": ["main"]}}
