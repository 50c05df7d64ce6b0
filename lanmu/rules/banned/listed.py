"""What may not stand on a government's site whoever wrote it: B209 commercial, B210 banned-word."""

from collections.abc import Iterator

from lanmu.fold import fold
from lanmu.rules import words
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited

_ALL = "部署全年项目申报和验收工作。"

B209 = error(
    "B209",
    "commercial",
    "政府网站不做广告：不登推销、加盟、招租广告位、金融推销的话；整治广告、政府采购、促消费活动的信息不算。",
    (Basis("湘潭办法第十八条（不得从事商业活动）", "R199"),),
    Example(edited(NEWS, (_ALL, f"{_ALL}会议手册订购热线：0351-0000009。")), (("B209", NEWS, 9),)),
    Example(edited(NEWS, (_ALL, f"{_ALL}会议要求整治“订购热线”类虚假广告。"))),
)

B210 = error(
    "B210",
    "banned-word",
    "招揽赌博、色情、违禁品和诈骗，宣扬暴力，危害国家安全的话一律不得上网；打击、查处、反诈宣传里提到的不算。",
    (
        Basis("湘潭办法第二十八条（不得宣扬暴力、淫秽等非法内容）", "R212"),
        Basis("湘潭办法第二十八条（不得有危害国家安全和社会稳定的信息）", "R232"),
    ),
    Example(edited(NEWS, (_ALL, f"{_ALL}代开发票，诚信可靠。")), (("B210", NEWS, 9),)),
    Example(edited(NEWS, (_ALL, f"{_ALL}会议通报了查处“代开发票”的情况。"))),
)

RULES = (B209, B210)
_BY_LIST = {"banned": B210, "commercial": B209}
_CURES = {
    "banned": "删去；若不是自己写的，网页或账号可能被人改过，马上报网站管理员；是查处、警示类信息，写明查处或警示的话",
    "commercial": "删去推销的话和联系方式；是政策、采购或提醒类信息，写明主办单位和用意",
}


def check(prose: Prose) -> Iterator[Hit]:
    """Words of the two lists; one that the text's title accounts for is left."""
    for name, rule in _BY_LIST.items():
        for match in words.of_list(prose, name):
            entry, written = match.entry, prose.folded.text[match.start : match.end]
            title = fold(prose.title)
            if not any(word in title for word in entry.not_near):
                message = f"“{written}”是{entry.group}的话，政府网站不得登载"
                yield hit(prose, rule, match.start, match.end, message, _CURES[name])
