"""Who has approved: R901 unapproved, R902 self-approved, R903 level-too-low, R904 changed-after-approval,
R905 unconfirmed-flag, R906 not-publisher, R907 invalid-evidence, R909 emergency-takedown, R910 unfilled."""

from lanmu.rules.rule import Approved, Basis, Example, Push, error, warning
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, NEWS, edited

_FIRST = Basis("衢州实施意见四（二）（未经审核的信息不得上网发布）", "R061")
_BEFORE = Basis("陕西工信厅办法第十四条（先审批后发布）", "R130")
_TWO = Basis("陕西工信厅办法第十四条（信息员采编、负责人审批）", "R131")
_LEADER = Basis("陕西工信厅办法第十四条（重要信息报分管领导审批）", "R132")
_GROUP = Basis("陕西工信厅办法第十四条（特殊、重大信息由领导小组审批）", "R133")
_LEAD = Basis("陕西工信厅办法第十四条（谁牵头、谁负责）", "R134")
_ASKED = Basis("陕西工信厅办法第十六条（审查四问）", "R141")
_FOUR = Basis("陕西工信厅办法第十二条（真实性、合法性、时效性和准确性）", "R128")
_SECRECY = Basis("湘潭办法第二十三条（明确审查的程序和责任）", "R206")
_PUBLISH = Basis("辽宁办法第十七条（统一发布）", "R102")
_SENSITIVE = Basis("辽宁办法第十六条（对信息上网进行严格审查）", "R094")
_AUTHOR = "author: 省科技厅信息员\n"
_TEXT = edited(NEWS, ("部署全年", "安排全年"))
_LATER = edited(NEWS, ("部署全年", "研究全年"))
_GRAVE = edited(NEWS, ("部署全年", "安排全年"), (_AUTHOR, f"{_AUTHOR}level: 重要\n"))
_FLAG = edited(NEWS, ("会议印发", "会前印发了代表团名单。\n\n会议印发"))
_SAID = edited(
    NEWS,
    ("会议印发", "会前印发了代表团名单。\n\n会议印发"),
    (_AUTHOR, f"{_AUTHOR}confirm:\n  - {{rule: H201, by: kjt-head, reason: 名单已经公布}}\n"),
)
_OPEN = edited(NEWS, (_AUTHOR, f"{_AUTHOR}summary: 待填\n"))
_MAILS = edited(COLUMNS, ("{title: 省科技厅负责人}", "{title: 省科技厅负责人, emails: [kjt-head@shifan.gov.cn]}"))
_HEAD = (Approved("kjt-head"),)
_BOTH = (Approved("kjt-head"), Approved("kjt-leader"))
_EDITOR = "bgt-liaison"

R901 = error(
    "R901",
    "unapproved",
    "上 main 的每个文件都要经过审批：一般的由负责人，重要的由分管领导，特殊和重大的由领导小组；"
    "几个部门的栏目由牵头部门审批。",
    (_FIRST, _BEFORE, _TWO, _LEAD),
    Example(_TEXT, (("R901", NEWS, None),), push=Push(_EDITOR)),
    Example(_TEXT, push=Push(_EDITOR, approvals=_HEAD)),
)
R902 = error(
    "R902",
    "self-approved",
    "改过文件的人不能审批它；负责人自己写的，由分管领导审批。",
    (_TWO,),
    Example(
        _MAILS | _TEXT,
        (("R901", NEWS, None), ("R902", NEWS, None)),
        push=Push(_EDITOR, author="kjt-head@shifan.gov.cn", approvals=_HEAD, before=_MAILS),
    ),
    Example(
        _MAILS | _TEXT,
        push=Push(_EDITOR, author="kjt-head@shifan.gov.cn", approvals=(Approved("kjt-leader"),), before=_MAILS),
    ),
)
R903 = error(
    "R903",
    "level-too-low",
    "级别取栏目规定的和文章写明的较高一个，负责人可以上报，谁也不能降低；下级签批以后，上级也要签批。",
    (_LEADER, _GROUP),
    Example(_GRAVE, (("R901", NEWS, None), ("R903", NEWS, None)), push=Push(_EDITOR, approvals=_HEAD)),
    Example(_GRAVE, push=Push(_EDITOR, approvals=_BOTH)),
)
R904 = error(
    "R904",
    "changed-after-approval",
    "签批的是内容：签批以后改动一个字，就要重新签批；main 上的文件变过以后，以前的签批也作废。",
    (_BEFORE, _FIRST),
    Example(
        _TEXT,
        (("R901", NEWS, None), ("R904", NEWS, None)),
        push=Push(_EDITOR, approvals=(Approved("kjt-head", _LATER),)),
    ),
    Example(_TEXT, push=Push(_EDITOR, approvals=_HEAD)),
)
R905 = error(
    "R905",
    "unconfirmed-flag",
    "只有人能判断的地方（H 规则的提醒），审核人判断以后在文章的 confirm 里写明，才能发布。",
    (_SENSITIVE, _SECRECY),
    Example(_FLAG, (("R905", NEWS, 11),), push=Push(_EDITOR, approvals=_HEAD)),
    Example(_SAID, push=Push(_EDITOR, approvals=_HEAD)),
)
R906 = error(
    "R906",
    "not-publisher",
    "只有编辑发布机构能发布到 main；办公室可以合并 columns.yaml 等自己的文件，"
    "栏目的 publishes 授权过的可以发布本栏目的信息。",
    (_PUBLISH,),
    Example(_TEXT, (("R906", NEWS, None),), push=Push("kjt-liaison", approvals=_HEAD)),
    Example(_TEXT, push=Push(_EDITOR, approvals=_HEAD)),
)
R907 = error(
    "R907",
    "invalid-evidence",
    "签批要由签批人登记的密钥签名，答完审查四问，确认四项责任，写明保密审查人；提交说明里自称的审批不算。",
    (_ASKED, _FOUR, _SECRECY),
    Example(
        _TEXT,
        (("R901", NEWS, None), ("R907", NEWS, None)),
        push=Push(_EDITOR, message="更新\n\nApproved-by: 省科技厅负责人 <kjt-head@shifan.gov.cn>\n"),
    ),
    Example(_TEXT, push=Push(_EDITOR, approvals=_HEAD)),
)
R909 = warning(
    "R909",
    "emergency-takedown",
    "网站管理员可以不经审批立即撤下信息，事后要向办公室报告。",
    (_FIRST,),
    Example({DOCUMENT: None, ATTACHMENT: None}, (("R909", DOCUMENT, None),), push=Push("bgt-webmaster")),
    Example({DOCUMENT: None, ATTACHMENT: None}, push=Push(_EDITOR, approvals=(Approved("bgt-head"),))),
)
R910 = error(
    "R910",
    "unfilled",
    "写着“待填”的各项填好以后才能发布。",
    (_BEFORE,),
    Example(_OPEN, (("R910", NEWS, 6),), push=Push(_EDITOR, approvals=_HEAD)),
    Example(_TEXT, push=Push(_EDITOR, approvals=_HEAD)),
)

RULES = (R901, R902, R903, R904, R905, R906, R907, R909, R910)
