"""W301 and W302: wrong words and traditional characters, and the good texts that look like them."""

import pytest

from lanmu.rules.wording import terms as wording
from tests.hang import no_hang
from tests.lanmu.prose_sample import FIRST_LINE, PORTAL, attached, find, written

FOUND = {
    "会议布署了工作。": ("W301", 3, "“布署”应当写作“部署”"),
    "会议布 署了工作。": ("W301", 3, "部署"),
    "会议布\n署了工作。": ("W301", 3, "部署"),
    "会议布**署**了工作。": ("W301", 3, "部署"),
    "会议布\u200b署了工作。": ("W301", 3, "部署"),
    "会议佈署了工作。": ("W301", 3, "部署"),
    "截止目前，已受理三百件。": ("W301", 1, "“截至”后面跟时间"),
    "截止2026年3月底，已受理三百件。": ("W301", 1, "截至"),
    "请登陆省科技厅网站查询。": ("W301", 2, "登录"),
    "用帐号和密码进入。": ("W301", 2, "账号"),
    "和其它单位一起办理。": ("W301", 2, "其他"),
    "申请人必需提交材料。": ("W301", 4, "必须"),
    "群众反应强烈的问题。": ("W301", 3, "反映"),
    "招聘启示": ("W301", 1, "招聘启事"),
    "由法人代表签字。": ("W301", 2, "法定代表人"),
    "市发展与改革委员会负责。": ("W301", 2, "发展和改革委员会"),
    "由市人民检查院提起。": ("W301", 3, "检察院"),
    "报市国土资源局审批。": ("W301", 3, "旧称，已改为“自然资源局”"),
    "与香港政府签署协议。": ("W301", 2, "香港特别行政区政府"),
    "推动中国与台湾的交流。": ("W301", 3, "大陆与台湾"),
    "台湾“总统”发表讲话。": ("W301", 1, "台湾地区领导人"),
    "来自香港、日本等国家的客商。": ("W301", 8, "国家和地区"),
    "接待港澳台游客来华旅游。": ("W301", 8, "来内地"),
    "部署全年項目申報。": ("W302", 5, "“項目申報”里有繁体字：項、報"),
    "召開會議": ("W302", 2, "“開會議”是繁体字"),
    "關於做好工作": ("W302", 1, "“關於”是繁体字写成“关于”"),
    "單位要認真": ("W302", 1, "“單位要認”里有繁体字：單、認"),
    "徵求意見": ("W302", 1, "“徵求意見”里有繁体字：徵、見写成“征求意见”"),
    "报名截至时间为12月1日。": ("W301", 3, "截止时间"),
    "象这样的做法。": ("W301", 1, "像这样"),
    "反应群众诉求。": ("W301", 1, "反映群众"),
    "办理帐务。": ("W301", 3, "账务"),
    "来自香港国的客商。": ("W301", 3, "“香港国”应当写作“香港”"),
    "来自港台国家。": ("W301", 3, "港台地区"),
    "大陆与台湾两国。": ("W301", 1, "海峡两岸"),
    "專家講座": ("W302", 1, "專家講"),
}


@pytest.mark.parametrize("body", FOUND)
def test_found(body: str) -> None:
    rule, column, part = FOUND[body]
    [finding] = find(wording.check, written(body))
    assert (finding.rule, finding.line, finding.column) == (rule, FIRST_LINE, column)
    assert part in finding.message + finding.cure
    assert finding.fix is None
    assert finding.severity == "warning"


CLEAN = (
    "报名截止时间为3月20日，截止日期以公告为准，报名截止2026年3月20日。",
    "台风“烟花”在沿海登陆，请登录气象局网站查询。",
    "登陆艇开进港口。尤其它的方法值得学习。",
    "既使用现有设备，又添置新设备。按装置容量收费。",
    "统一但不单一。知己经营有方。自己完成，自己建成，据为己有。",
    "情报导侦。业主单位转移交待处理事项。",
    "当年未完成。上交待办。立即定为重点。究竟争取到了什么。竞争激烈，竞赛开始。",
    "大规模排查隐患，完善长效机制，严格守护底线，提供献血服务。",
    "合成份额。干部份内之事交给干部。省份外的单位。",
    "生活必需品，必需的经费。",
    "渡过难关，平稳度过春节。",
    "不良反应情况由医院报告。",
    "学习《关于加强其它工作的通知》。",
    "注意“布署”应写作“部署”。",
    "公民权利和义务。国家权力机关。",
    "原市环保局的业务已划入市生态环境局。",
    "农业部门、文化部门、环保部门、卫生部门各负其责。",
    "省旅游局负责。",  # the portal has it
    "香港特别行政区政府、澳门特别行政区政府和台湾当局。内地与香港，大陆与台湾。",
    "数据中台关系到全局，集中港口资源，中澳自贸协定促进与澳大利亚的贸易。",
    "服务香港等国家重大战略平台。来自香港、日本等国家和地区的客商。外国游客来华旅游。",
    "数据截至日期为6月30日。对象这样确定，现象这类问题。化学反应群众知晓。香港国际机场、香港国泰航空。港澳台国家安全事务。",
    "乾隆年间，著名书法家，瞭望塔，於菟，藉此机会，宫商角徵羽。",
    "三种数字：٣、۵、५。",
    "展出书法作品“山河錦繡”。",
    "与香港“東華三院”合作。",
    "二〇二六年，二○二六年。",
    "",
)


@pytest.mark.parametrize("body", CLEAN)
def test_clean(body: str) -> None:
    assert find(wording.check, written(body)) == []


def test_a_name_of_its_time() -> None:
    assert find(wording.check, written("报市国土资源局审批。", date="2016-03-20")) == []
    assert find(wording.check, written("报市国土资源局审批。", more="issued: 2016-03-01\n")) == []
    assert find(wording.check, written("报市国土资源局审批。"))


def test_a_portal_keeps_the_name_of_its_department() -> None:
    assert PORTAL is not None
    assert any(department.name == "省旅游局" for department in PORTAL.departments.values())
    assert find(wording.check, written("国家旅游局发文，市旅游发展委员会转发。"))[0].message.startswith("“国家旅游局”")


def test_places_inside_the_front_matter_and_attachments() -> None:
    [finding] = find(wording.check, written("", title="全面布署工作"))
    assert (finding.line, finding.column) == (2, 10)
    [finding] = find(wording.check, attached("布署"))
    assert (finding.line, finding.path) == (None, "附件.docx")


def test_a_text_wholly_traditional_is_told_in_few_findings() -> None:
    found = find(wording.check, written("關於做好全省科技計劃項目申報工作的通知。\n\n" * 50))
    assert len(found) == wording.MOST
    assert "后面还有" in found[-1].message


@pytest.mark.parametrize("text", ["開" * 400_000, "開中中中中" * 80_000, "“香港開" * 100_000, "布署《" * 100_000])
def test_no_hang(text: str) -> None:
    with no_hang():
        find(wording.check, attached(text))
