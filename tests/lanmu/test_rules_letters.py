"""B203, B204: correspondence inside government, and the public papers that look like it."""

import pytest

from lanmu.rules.banned.letters import check
from tests.hang import no_hang
from tests.lanmu.marks_sample import an_article, an_attachment, codes, findings

MIDDLE = "现有经费编列于三年前，已不能覆盖新增设备的维护支出。\n\n前期已完成选址和论证，具体方案附后。"
# (rule, title, salutation, closing formula)
LETTERS = [
    ("B203", "关于增加科研仪器运行经费的请示", "省人民政府：", "妥否，请批示。"),
    ("B203", "省科技厅关于申请调整年度预算的请示", "省政府：", "以上意见妥否，请予审批。"),
    ("B203", "关于设立成果转化中心的请示（代拟稿）", "市委、市政府：", "当否，请批复。"),
    ("B203", "关于汛期值守情况的报告", "省人民政府：", "特此报告，请审阅。"),
    ("B203", "关于落实督办意见情况的报告", "省政府办公厅：", "以上报告，如有不妥，请指示。"),
    ("B204", "关于商请支持平台建设用地的函", "省自然资源厅：", "请予支持为盼，并请函复。"),
    ("B204", "关于征求《省级平台管理办法》修改意见的函", "省财政厅：", "请于月底前将书面意见函复我厅。"),
    ("B204", "关于请派员参加联合检查的函", "省市场监管局：", "特此函达，请予复函。"),
    ("B204", "省科技厅关于借用会议场地的函", "省旅游局：", "可否，盼复。"),
    ("B204", "关于科普场馆建设有关事项的复函", "市文化和旅游局：", "特此函复。"),
]
# (title, body)
PUBLIC = [
    ("省政府常务会议听取关于经费安排的请示", "会议决定有关事项。"),
    ("关于转发《请示报告制度》的通知", "各市政府：\n\n请执行。"),
    ("关于同意设立中心请示的批复", "省科技厅：\n\n你厅《关于设立中心的请示》收悉。经研究，批复如下。"),
    ("怎样写好关于经费的请示", "结尾用“妥否，请批示”。"),
    ("请示报告工作条例学习体会", "请示要一文一事。"),
    ("2026年省政府工作报告", "各位代表：\n\n现在，我代表省人民政府作报告，请予审议。"),
    ("关于2025年财政决算的报告", "省人民政府：\n\n现报告如下。\n\n特此报告。"),
    ("关于2025年省级预算执行和其他财政收支的审计工作报告", "省人民政府：\n\n特此报告。"),
    ("省科技厅关于2025年度法治政府建设情况的报告", "省人民政府：\n\n现将情况报告如下。\n\n特此报告。"),
    ("平台建设可行性研究报告", "省人民政府：\n\n特此报告。"),
    ("道路交通事故调查报告", "调查组认定如下。"),
    ("关于汛期值守情况的报告", "汛期值守情况如下。"),
    ("关于印发管理办法的函", "市属各科研院所：\n\n现印发给你们，请遵照执行。"),
    ("关于公开征求办法意见的函", "省财政厅：\n\n请将意见函复我厅。"),
    ("办公厅关于同意建立联席会议制度的函", "省发展改革委：\n\n你委来函收悉。特此函复。"),
    ("关于政协提案第12号答复的函", "省政协办公厅：\n\n感谢对工作的支持。特此函复。"),
    ("关于延长填报期限的函", "各市自然资源主管部门，有关矿业权人：\n\n现就有关事项函告如下。"),
    ("邀请函", "各位企业家：\n\n敬请光临。"),
    ("关于做好函件办理工作的通知", "省旅游局：\n\n请予支持。"),
    ("关于做好申报工作的通知", "各市科技局：\n\n请于3月底前将材料报我厅。\n\n特此通知。"),
]


def _body(salutation: str, closing: str) -> str:
    return f"{salutation}\n\n{MIDDLE}\n\n{closing}\n\n省科技厅\n\n2026年3月18日\n"


@pytest.mark.parametrize(("rule", "title", "salutation", "closing"), LETTERS)
def test_a_letter_is_found(rule: str, title: str, salutation: str, closing: str) -> None:
    body = _body(salutation, closing)
    found = findings(an_article(body, title=title), check)
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [(rule, 2, 8)]
    pressed = body.replace("\n\n", "\n")
    assert codes(an_attachment(f"{title}\n{pressed}"), check) == [rule]
    assert codes(an_attachment(f"示科〔2026〕3号\n{title[:9]}\n{title[9:]}\n{pressed}"), check) == [rule]
    assert codes(an_article(f"{title}\n\n{body}", title="有关材料"), check) == [rule]
    assert codes(an_article(body.replace("请", "請").replace("复", "復"), title=title.replace("报", "報")), check) == [
        rule
    ]


@pytest.mark.parametrize(("rule", "title", "salutation", "closing"), LETTERS)
def test_a_letter_without_its_title_is_found_by_the_rest(rule: str, title: str, salutation: str, closing: str) -> None:
    assert codes(an_attachment(_body(salutation, closing).replace("\n\n", "\n"), name=f"{title}.docx"), check) == [rule]


@pytest.mark.parametrize(("title", "body"), PUBLIC)
def test_a_public_paper_is_clean(title: str, body: str) -> None:
    assert codes(an_article(body, title=title), check) == []
    pressed = body.replace("\n\n", "\n")
    assert codes(an_attachment(f"{title}\n{pressed}\n"), check) == []


def test_a_request_is_known_by_its_title_or_its_closing_alone() -> None:
    assert codes(an_article("有关情况见附件。", title="关于增加经费的请示"), check) == ["B203"]
    found = findings(an_article("有关情况见附件。\n\n妥否，请批示。", title="有关材料"), check)
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [("B203", 9, 1)]
    assert "批复" in found[0].cure


def test_what_is_published_on_purpose_passes_but_no_request() -> None:
    keys = "disclosure: 主动公开\n"
    for rule, title, salutation, closing in LETTERS:
        stays = ["B203"] if "请示" in title else []
        assert codes(an_article(_body(salutation, closing), title=title, keys=keys), check) == stays, rule


@pytest.mark.parametrize("keys", ["disclosure: 不予公开\n", "disclosure: 依申请公开\n"])
def test_what_stays_off_the_site_passes(keys: str) -> None:
    for _, title, salutation, closing in LETTERS:
        assert codes(an_article(_body(salutation, closing), title=title, keys=keys), check) == []


def test_a_public_consultation_passes() -> None:
    _, title, salutation, closing = LETTERS[6]
    assert codes(an_article(_body(salutation, closing), title=title, keys="consultation: true\n"), check) == []


def test_a_title_in_quotes_is_spoken_about() -> None:
    assert codes(an_article("《关于增加经费的请示》\n\n这一件已经批复。", title="有关情况"), check) == []


@pytest.mark.parametrize(
    "unit", ["请示", "请示\n", "关于请示", "以上请示", "请请请", "省财政厅：\n", "函", "请于", "盼", "特此函"]
)
def test_a_long_text_of_one_piece_ends(unit: str) -> None:
    with no_hang():
        assert len(codes(an_article(unit * (400_000 // len(unit))), check)) <= 1
