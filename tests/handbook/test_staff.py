"""The pages for those who write, approve, land and look after the portal, each carried out against a real gate."""

from lanmu.rules import sample
from tests.handbook.place import SERVER, URL, Place, approved, edited, git, home, lines, proposed, written
from tests.terminal import HANDBOOK


def test_the_page_of_the_liaison(place: Place) -> None:
    place.gate()
    assert place.person("kjt-liaison").played("liaison.md") == (HANDBOOK / "liaison.md").read_text("utf-8")


def test_the_page_of_those_who_approve(place: Place) -> None:
    place.gate()
    place.work("kjt-liaison", "kjt-0321", written, "项目验收通讯")
    person = place.person("kjt-head")
    person.meanwhile = {"git pull --quiet": lambda: place.work("kjt-liaison", "kjt-0321", edited, "改日期")}
    assert person.played("reviewer.md") == (HANDBOOK / "reviewer.md").read_text("utf-8")


def test_the_page_of_the_office(place: Place) -> None:
    place.gate()
    place.work("kjt-liaison", "kjt-0321", written, "项目验收通讯")
    place.work("kjt-head", "kjt-0321", approved, "")
    place.work("lyj-liaison", "lyj-0321", lines, "春季线路")
    person = place.person("bgt-liaison")
    home(person.root, person.names[URL], "bgt-liaison")
    assert person.played("office.md") == (HANDBOOK / "office.md").read_text("utf-8")


def test_a_proposal_for_the_table_is_signed_and_landed_by_the_office(place: Place) -> None:
    place.gate()
    place.work("kjt-liaison", "kjt-columns", proposed, "栏目改名")
    editor = place.person("bgt-liaison")
    home(editor.root, editor.names[URL], "bgt-liaison")
    land = "git fetch --quiet; git merge --quiet --no-ff origin/kjt-columns -m 栏目表; git push"
    assert "省政府办公厅负责人（bgt-head）签批" in editor.run(land)
    editor.run("git reset --quiet --hard origin/main")
    place.work("bgt-head", "kjt-columns", approved, "")
    assert "main -> main" in editor.run(land)
    assert "部门新闻" in place.git("show", "main:columns.yaml")


def test_the_page_of_the_webmaster(place: Place) -> None:
    person = place.person("bgt-webmaster")
    table = place.git("show", "main:columns.yaml")
    broken = table.replace("office: bgt\nroles", "office: bgy\nroles")

    def spoilt() -> None:
        git(place.seed.path, "pull", "--quiet", str(place.bare), "main")
        place.seed.commit({sample.COLUMNS: f"{broken}\n"}, "2026-03-21", "栏目表")
        place.git("fetch", "--quiet", str(place.seed.path), "main:main")

    person.meanwhile = {f"git clone --quiet {SERVER} mended": spoilt}
    assert person.played("webmaster.md") == (HANDBOOK / "webmaster.md").read_text("utf-8")
    assert place.git("show", "main:columns.yaml") == table
    place.work("kjt-liaison", "kjt-0321", written, "项目验收通讯")
    assert place.git("log", "-1", "--format=%s", "kjt-0321") == "项目验收通讯"
