"""B209 and B210: what is solicited is refused, what is fought or reported is not."""

import pytest

from lanmu.rules.banned import listed as banned
from tests.lanmu.prose_sample import FIRST_LINE, attached, find, written

FOUND = {
    "代开发票，诚信可靠。": ("B210", 1),
    "需要代 开 发 票请联系。": ("B210", 3),
    "代\u200b开\u200b发\u200b票": ("B210", 1),
    "代開發票": ("B210", 1),
    "代<b>开</b>发票": ("B210", 1),
    "&#20195;开发票": ("B210", 1),
    "注册送彩金，百家乐在线。": ("B210", 1),
    "提供无码高清影片。": ("B210", 3),
    "出售银行卡四件套。": ("B210", 1),
    "法轮大法好": ("B210", 1),
    "支持台独": ("B210", 1),
    "自制炸药教程": ("B210", 1),
    "会议手册订购热线：0351-0000009": ("B209", 5),
    "立即抢购，限时特价。": ("B209", 1),
    "微信扫码加好友": ("B209", 1),
    "诚招代理，联系电话0351-0000009": ("B209", 1),
    "欢迎到淘宝店铺选购": ("B209", 4),
    "本栏目广告位招租": ("B209", 4),
    "無抵押貸款，當天放款": ("B209", 1),
}


@pytest.mark.parametrize("body", FOUND)
def test_found(body: str) -> None:
    rule, column = FOUND[body]
    finding = find(banned.check, written(body))[0]
    assert (finding.rule, finding.severity, finding.line, finding.column) == (rule, "error", FIRST_LINE, column)
    assert "政府网站不得登载" in finding.message
    assert finding.cure


def test_found_in_attachments() -> None:
    [finding] = find(banned.check, attached("需要代 开\n发票请联系。"))
    assert (finding.rule, finding.path, finding.line) == ("B210", "附件.docx", None)


CLEAN = (
    "公安机关查处一起代开发票案件。",
    "严厉打击制售假发票、代开发票行为。",
    "警惕“注册送彩金”等骗局。",
    "警方提醒：兼职刷单都是诈骗。",
    "坚决反对“台独”分裂活动。",
    "清理“办证刻章”等小广告。",
    "扫黄打非行动收缴色情视频一批。",
    "整治虚假广告，查处“立即抢购”等诱导用语。",
    "公布招商引资政策，欢迎企业来投资。",
    "政府采购公告：采购办公设备，预算二十万元。",
    "促消费活动期间，商户买一送一，发放消费券。",
    "供销社组织农产品厂家直销进社区。",
    "公共资源交易中心公开招租，广告位招租按国有资产管理办法进行。",
    "普惠小微企业无抵押贷款余额增长两成。",
    "热线电话0351-0000009，欢迎咨询。",
    "",
)


@pytest.mark.parametrize("body", CLEAN)
def test_clean(body: str) -> None:
    assert find(banned.check, written(body)) == []


def test_a_title_accounts_for_its_text() -> None:
    body = "一、兼职刷单\n\n二、注册送彩金\n"
    assert find(banned.check, written(body, title="反诈课堂：警惕这些话术")) == []
    assert len(find(banned.check, written(body, title="本周信息"))) == 2
