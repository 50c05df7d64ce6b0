"""C701–C719: what makes ``columns.yaml`` readable, and what its single values may be."""

from lanmu.rules.rule import Basis, Example, Rule, error
from lanmu.rules.sample import COLUMNS, FILES, edited
from lanmu.rules.table.columns_base import TABLE, broken, rule, with_site

_MODES = Basis("衢州通知三", "R050")
_GROUPS = Basis("山西通知四", "R003")
_GBK = FILES[COLUMNS].encode("gb18030")
_FIRST_NAME = FILES[COLUMNS].split("示范", 1)[0]  # what stands before the first Chinese text
_EMBLEM = ("  id: shifan\n", "  id: shifan\n  emblem: emblem/guohui.svg\n")

RULES: tuple[Rule, ...] = (
    rule(
        "C701",
        "unreadable-table",
        "columns.yaml 要有，是 UTF-8 编码的文本，不超过 2 MB。",
        (TABLE,),
        Example({COLUMNS: _GBK}, (("C701", COLUMNS, _FIRST_NAME.count("\n") + 1),)),
    ),
    rule(
        "C702",
        "broken-yaml",
        "columns.yaml 要合乎 YAML 写法，不用锚点、别名和标签，嵌套不过深。",
        (TABLE,),
        broken("C702", "aliases: &names", ("aliases: [办公厅]", "aliases: &names [办公厅]")),
    ),
    rule(
        "C703",
        "tab",
        "缩进只用空格，不用制表符。",
        (TABLE,),
        broken("C703", "\tname: 省科技厅", ("    name: 省科技厅", "\tname: 省科技厅")),
    ),
    rule(
        "C704",
        "duplicate-key",
        "同一处的键只写一次，否则后写的会悄悄盖过先写的。",
        (TABLE,),
        broken("C704", "    lead: lyj\n", ("    lead: kjt\n", "    lead: kjt\n    lead: lyj\n")),
    ),
    rule(
        "C705",
        "unknown-key",
        "只用规定的键；写错的键不会起作用。",
        (TABLE,),
        broken("C705", "departmnets", ("    departments: [lyj]\n", "    departments: [lyj]\n    departmnets: [kjt]\n")),
    ),
    rule(
        "C706",
        "missing-key",
        "必填的键要写全。",
        (Basis("山西通知（三）表", "R001"),),
        broken("C706", "  zxzx:", ("    name: 在线咨询\n", "")),
    ),
    rule(
        "C707",
        "wrong-value",
        "每个键的值要是规定的一种。",
        (TABLE,),
        broken("C707", "review: 很重要", ("    lead: kjt\n", "    lead: kjt\n    review: 很重要\n")),
        ("    lead: kjt\n", "    lead: kjt\n    review: 重要\n"),
    ),
    rule(
        "C708",
        "bad-id",
        "编号用于地址和文件夹：小写字母开头，只用小写字母、数字和连字符，不占用门户自己的地址。",
        (TABLE,),
        broken(
            "C708",
            "hu_dong: {",
            ("  hudong: {name: 互动交流}\n", "  hudong: {name: 互动交流}\n  hu_dong: {name: 交流}\n"),
        ),
    ),
    rule(
        "C709",
        "impossible-date",
        "日期写成 年-月-日，是历法上有的一天；截止不早于开始。",
        (TABLE,),
        broken("C709", "2026-02-30", ("date: 2026-01-05", "date: 2026-02-30")),
    ),
    rule(
        "C710",
        "impossible-number",
        "考核权重是0至100的整数，更新要求的天数和条数是正整数。",
        (Basis("湘潭办法第三十二条", "R218"),),
        broken("C710", "weight: 120", ("    lead: kjt\n", "    lead: kjt\n    weight: 120\n")),
        ("    lead: kjt\n", "    lead: kjt\n    weight: 80\n"),
    ),
    rule(
        "C711",
        "bad-url",
        "网址是以 http:// 或 https:// 开头的完整网址。",
        (Basis("衢州通知三（三）", "R054"),),
        broken("C711", "kind: 独立", with_site("{kind: 独立, url: javascript:void(0)}")),
        with_site("{kind: 独立, url: https://lyj.shifan.gov.cn/}"),
    ),
    rule(
        "C712",
        "name-taken",
        "部门的名称、全称、别名和组名各不相同，一个名称只指一家。",
        (Basis("山西通知（三）表", "R001"),),
        broken("C712", "aliases: [旅游局", ("aliases: [旅游局]", "aliases: [旅游局, 科技厅]")),
    ),
    rule(
        "C713",
        "unknown-department",
        "保障部门要在 departments 或 groups 里，可以写编号、名称、别名或组名。",
        (_GROUPS,),
        broken("C713", "[省科技]", ("departments: [各厅局]", "departments: [省科技]"), ("    lead: kjt\n", "")),
    ),
    rule(
        "C714",
        "unknown-section",
        "栏目所在的区要在 sections 里。",
        (TABLE,),
        broken("C714", "section: hudon\n", ("section: hudong\n", "section: hudon\n")),
    ),
    rule(
        "C715",
        "unknown-mode",
        "保障方式只有网上抓取、信息报送、网站链接、栏目共建四种；网上链接按网站链接理解。",
        (_MODES, Basis("山西通知四", "R002")),
        broken("C715", "[网站共建]", ("modes: [栏目共建]", "modes: [网站共建]")),
        ("modes: [栏目共建]", "modes: [信息报送, 栏目共建]"),
    ),
    rule(
        "C716",
        "unknown-type",
        "栏目可用的文章类型要在类型表里：随软件提供的，或本门户 types 里的。",
        (Basis("陕西工信厅办法第十三条", "R129"),),
        broken("C716", "[新闻稿]", ("types: [新闻]", "types: [新闻稿]")),
    ),
    rule(
        "C717",
        "unknown-target",
        "栏目链接两头都要有：子网站的栏目和它对应的主网站栏目。",
        (Basis("衢州通知三（三）", "R223"),),
        broken(
            "C717",
            "column: zxzy",
            with_site("{kind: 独立, links: [{name: 旅游咨询, url: 'https://lyj.shifan.gov.cn/zx/', column: zxzy}]}"),
        ),
        with_site("{kind: 独立, links: [{name: 旅游咨询, url: 'https://lyj.shifan.gov.cn/zx/', column: zxzx}]}"),
    ),
    rule(
        "C718",
        "bad-type",
        "本门户的文章类型另取名称，沿用关系不成圈，模板是随软件提供的；模板和每种类型要用的键不改样子。",
        (Basis("陕西工信厅办法第十三条", "R129"),),
        broken("C718", "  新闻: {", ("columns:\n", "types:\n  新闻: {extends: 文件}\ncolumns:\n")),
        ("columns:\n", "types:\n  领导讲话: {extends: 新闻}\ncolumns:\n"),
    ),
    error(
        "C719",
        "missing-emblem",
        "site.emblem 写的国徽或标志图片要在仓库里，是 PNG、JPG 或 SVG 图片。",
        (TABLE,),
        broken("C719", "emblem:", _EMBLEM),
        Example({**edited(COLUMNS, _EMBLEM), "emblem/guohui.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n'}),
    ),
)
