"""Who may change what: O402 office-only-file, O403 unregistered-actor, O404 strange-path, O405 forged-author,
O406 ref-refused, O407 too-many."""

from lanmu.rules.rule import Basis, Example, Push, error
from lanmu.rules.sample import ATTACHMENT, COLUMNS, NEWS, edited

_OFFICE = Basis("陕西工信厅办法第八条二（网站管理办公室负责）", "R118")
_PROPOSED = Basis("陕西工信厅办法第九条一（提出栏目设置建议）", "R120")
_ACCOUNTS = Basis("陕西工信厅办法第二十四条（除信息员外其他人不得登陆）", "R163")
_ISSUED = Basis("陕西工信厅办法第二十二条（分配账号）", "R159")
_SUPPORT = Basis("陕西工信厅办法第四条（技术支持单位）", "R115")
_OWN = Basis("陕西工信厅办法第七条（明确责任、各自维护）", "R117")
_BRANCH = "refs/heads/kjt-0320"
_NEWS = edited(NEWS, ("部署全年", "安排全年"))
_TABLE = edited(COLUMNS, ("栏目共建方案", "栏目共建方案（修订）"))
_MAILS = edited(COLUMNS, ("{title: 省科技厅信息员}", "{title: 省科技厅信息员, emails: [kjt@shifan.gov.cn]}"))
_TWIN = "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/Shen-bao-biao.csv"
_OTHER = "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/fu-biao.csv"
_FAR = f"content/kjt/zcwj/{ATTACHMENT.split('/')[3]}"

O402 = error(
    "O402",
    "office-only-file",
    "columns.yaml 由办公室负责，别的账号只能在分支上提建议（提醒）；"
    "程序、主题和规则由办公室和技术支持单位改，稿件放在 content 里。",
    (_OFFICE, _PROPOSED, _SUPPORT),
    Example({"Makefile": "all:\n"}, (("O402", "Makefile", None),), push=Push("kjt-liaison", _BRANCH)),
    Example(_NEWS, push=Push("kjt-liaison", _BRANCH)),
)
O403 = error(
    "O403",
    "unregistered-actor",
    "只有 columns.yaml 里登记的账号可以推送。",
    (_ACCOUNTS, _ISSUED),
    Example(_NEWS, (("O403", COLUMNS, None),), push=Push("kjt-liasion", _BRANCH)),
    Example(_NEWS, push=Push("kjt-liaison", _BRANCH)),
)
O404 = error(
    "O404",
    "strange-path",
    "不收符号链接、子模块、名称里有看不见的字符的文件，也不收和已有文件只差大小写、只差形近字母的文件。",
    (_OWN,),
    Example({_TWIN: "项目名称,申报单位\n"}, (("O404", _TWIN, None),), push=Push("kjt-liaison", _BRANCH)),
    Example({_OTHER: "项目名称,申报单位\n"}, push=Push("kjt-liaison", _BRANCH)),
)
O405 = error(
    "O405",
    "forged-author",
    "提交的署名和推送的账号一致：columns.yaml 登记了邮箱的门户，提交只用登记的邮箱，署名的人有权改那些文件。",
    (_ACCOUNTS,),
    Example(
        _MAILS | _NEWS,
        (("O405", NEWS, None),),
        push=Push("kjt-liaison", _BRANCH, author="somebody@example.com", before=_MAILS),
    ),
    Example(_MAILS | _NEWS, push=Push("kjt-liaison", _BRANCH, author="kjt@shifan.gov.cn", before=_MAILS)),
)
O406 = error(
    "O406",
    "ref-refused",
    "main 不能删除，不能强制改写；标签由编辑发布机构和办公室建；分支名用字母、数字、汉字和 . _ - /。",
    (_OFFICE,),
    Example(_NEWS, (("O406", COLUMNS, None),), push=Push("kjt-liaison", "refs/notes/lanmu-approvals")),
    Example(_NEWS, push=Push("kjt-liaison", _BRANCH)),
)
_MANY = {f"{_FAR}/{number}.csv": "项目\n" for number in range(2001)}
O407 = error(
    "O407",
    "too-many",
    "一次推送最多改动 2000 个文件；整站迁移由网站管理员在服务器上导入。",
    (_OFFICE,),
    Example(_MANY, (("O407", f"{_FAR}/0.csv", None),), push=Push("kjt-liaison", _BRANCH)),
    Example({f"{_FAR}/1.csv": "项目\n"}, push=Push("kjt-liaison", _BRANCH)),
)

RULES = (O402, O403, O404, O405, O406, O407)
