"""Staff write in Decap's forms: real browser, real decap-server, real repository; the gate judges what arrives."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lanmu import clock
from lanmu.rules.sample import NEWS
from tests.e2e.toolbox import need
from tests.hang import no_hang
from tests.repository import ENVIRONMENT, ROOT, Repository, portal

EDITOR = ROOT / "editor"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
TITLE = "省科技厅部署年度项目验收工作"


class Desk:
    """A running ``lanmu editor`` on a clone of the sample portal."""

    def __init__(self, clone: Repository, process: "subprocess.Popen[str]") -> None:
        self.clone = clone
        said = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/admin/", said)
        assert found, said + process.communicate(timeout=20)[1]
        self.url = found[0]

    def branch(self) -> str:
        """The one branch of a draft."""
        return self.clone.git("for-each-ref", "--format=%(refname:short)", "refs/heads/cms")

    def show(self, revision: str, path: str) -> str:
        return self.clone.git("show", f"{revision}:{path}")

    def check(self, span: str) -> None:
        """The gate finds nothing at all."""
        command = [sys.executable, "-m", "tools", "--root", str(self.clone.path), "check", "--range", span]
        done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (0, "没有发现问题。\n"), done.stdout + done.stderr


@pytest.fixture
def desk(browser: object, tmp_path: Path) -> Iterator[Desk]:
    need("node")
    need("decap-cms")
    origin = portal(tmp_path / "origin")
    origin.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    command = [sys.executable, "-m", "tools", "--root", str(clone.path), "editor", "--port", "0"]
    with (
        no_hang(180),
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever starts the tests in the background hands on a Ctrl-C that is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process,
    ):
        try:
            yield Desk(clone, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
    assert process.returncode == 130


@pytest.fixture
def page(browser, desk: Desk):
    """The desk of 省科技厅, logged in; it asks nobody outside this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Shanghai", locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(desk.url)
    page.click("a:text-is('省科技厅')")
    page.click("button:has-text('登录')")
    page.wait_for_selector("a:has-text('新闻 / 部门动态')")
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []


def upload(page, button: str, file: Path) -> None:
    """Choose a file of one's own for the field that has ``button``."""
    page.click(f"button:has-text('{button}')")
    page.set_input_files("input[type=file]", str(file))
    page.click("button:has-text('选用已选中项目'):enabled")


def begin(page, day: str, text: str) -> None:
    """A new article in the form, of five past midnight: in UTC that is still the day before."""
    page.click("a[href$='/kjt_bmdt/new']:visible")
    page.fill("[id^=title-field]", TITLE)
    page.fill("[id^=date-field]", f"{day}T00:05")
    page.click("[data-slate-editor]")
    page.keyboard.insert_text(text)


def save(page) -> None:
    page.click("button:has-text('保存')")
    page.wait_for_selector("text=修改已保存")


def test_an_article_made_in_chinese_passes_the_gate(desk: Desk, page, tmp_path: Path) -> None:
    today = clock.today().isoformat()
    stem = f"content/kjt/bmdt/{today}-0005"
    picture = tmp_path / "推进会 现场.PNG"
    picture.write_bytes(PICTURE)
    begin(page, today, "3月19日，省科技厅召开会议，部署年度项目验收工作。")
    upload(page, "选择图片", picture)
    page.fill("[id^=image_alt-field]", "验收工作会议的会场")
    save(page)

    branch = desk.branch()
    assert branch == f"cms/kjt_bmdt/{today}-0005"
    assert desk.show(branch, f"{stem}.md") == (
        f"---\ntitle: {TITLE}\ndate: {today} 00:05\nsource: 省科技厅\n"
        f"image: {today}-0005/推进会-现场.png\nimage_alt: 验收工作会议的会场\n---\n"
        "3月19日，省科技厅召开会议，部署年度项目验收工作。"
    )
    assert desk.clone.git("diff", "--name-only", "-z", "main", branch).rstrip("\0").split("\0") == [
        f"{stem}.md",
        f"{stem}/推进会-现场.png",
    ]
    desk.check(f"main..{branch}")

    page.click("text=状态: 草稿")
    page.click("[role=menuitem]:has-text('就绪')")
    page.wait_for_selector("text=状态: 就绪")
    page.click("[role=button]:has-text('发布')")
    page.click("[role=menuitem]:has-text('立即发布')")
    page.wait_for_selector("text=已发布")
    assert desk.branch() == ""
    assert TITLE in desk.show("main", f"{stem}.md")
    desk.check("origin/main..main")


def test_an_attachment_joins_an_article_that_was_there(desk: Desk, page, tmp_path: Path) -> None:
    before = (desk.clone.path / NEWS).read_text("utf-8")
    table = tmp_path / "申报表.csv"
    table.write_text("项目名称,申报单位\n", "utf-8")
    page.click("a:has-text('省科技厅召开科技计划工作推进会')")
    page.click("button:has-text('新增附件')")
    upload(page, "选择文件", table)
    save(page)
    branch, folder = desk.branch(), NEWS.removesuffix(".md")
    assert desk.clone.git("-c", "core.quotePath=off", "diff", "--name-only", "main", branch).split("\n") == [
        NEWS,
        f"{folder}/申报表.csv",
    ]
    text = desk.show(branch, NEWS)
    assert f"attachments:\n  - file: {folder.rpartition('/')[2]}/申报表.csv\n" in text
    assert text.partition("\n---\n")[2].strip() == before.partition("\n---\n")[2].strip()
    desk.check(f"main..{branch}")


def test_a_form_asks_for_the_fields_of_its_columns_types_alone(desk: Desk, page) -> None:
    page.goto(f"{desk.url}kjt/#/collections/kjt_zcwj/new")
    page.wait_for_selector("label:has-text('发文字号')")
    labels = {re.sub(r" \(.*", "", text) for text in page.locator("label").all_inner_texts()}
    assert {"标题", "类型", "索引号", "截止日期", "正文"} <= labels
    assert not labels & {"来信内容", "设定依据"}
    page.click("button:has-text('保存')")
    page.wait_for_selector("text=“标题”是必填项")
    assert desk.branch() == ""


def test_a_picture_in_the_text_lies_beside_a_new_article(desk: Desk, page, tmp_path: Path) -> None:
    today = clock.today().isoformat()
    picture = tmp_path / "推进会 现场（一）.png"
    picture.write_bytes(PICTURE)
    begin(page, today, "会议现场如下。")
    page.click("button[title='添加组件']")
    page.click("[role=menuitem]:has-text('图片')")
    upload(page, "选择图片", picture)
    page.fill("[id^=alt-field]", "验收工作会议的会场")
    save(page)
    branch = desk.branch()
    text = desk.show(branch, f"content/kjt/bmdt/{today}-0005.md")
    assert f"![验收工作会议的会场]({today}-0005/推进会-现场（一）.png)" in text
    desk.check(f"main..{branch}")


def test_what_gives_somebody_away_is_not_saved_and_the_page_says_why(desk: Desk, page) -> None:
    today = clock.today().isoformat()
    begin(page, today, "联系人身份证号：11010519491231002X。")
    page.click("button:has-text('保存')")
    page.wait_for_selector("text=没有保存")
    assert "B205" in page.locator(".notif__container").inner_text()
    assert desk.branch() == ""
    assert desk.clone.git("status", "--porcelain") == ""
    page.click("[data-slate-editor]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("3月19日，省科技厅召开会议，部署年度项目验收工作。")
    save(page)
    desk.check(f"main..{desk.branch()}")
