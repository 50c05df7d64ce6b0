"""A small portal as a value: a table, articles, files beside them. Steps (tests/truth/steps.py) change it."""

import json
import posixpath
import struct
import zlib
from typing import Any, NamedTuple

Fields = dict[str, Any]


class Entry(NamedTuple):
    """An article as written, without its path."""

    fields: Fields
    body: str


class Portal(NamedTuple):
    """Everything that git holds. Articles by stem (``kjt/bmdt/2026-03-20-a``), files by path below content/."""

    table: dict[str, Any]
    articles: dict[str, Entry]
    files: dict[str, bytes]
    override: list[str]  # names of the folders with templates of the portal's own, as pelicanconf.py has them

    def written(self, conf: str) -> dict[str, bytes]:
        """The portal as files of a repository; ``conf`` is a pattern for pelicanconf.py."""
        table = "".join(f"{key}: {flow(value)}\n" for key, value in self.table.items())
        files = {"columns.yaml": table, "pelicanconf.py": conf.format(override=self.override)}
        for stem, entry in self.articles.items():
            head = "".join(f"{name}: {flow(value)}\n" for name, value in entry.fields.items())
            files[f"content/{stem}.md"] = f"---\n{head}---\n\n{entry.body}\n"
        beside = {f"content/{path}": data for path, data in self.files.items()}
        return {path: text.encode() for path, text in files.items()} | beside | {"emblem.png": png(8, 8)}


def flow(value: Any) -> str:
    """A value as YAML writes it on one line."""
    return json.dumps(value, ensure_ascii=False)


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def relative(stem: str, target: str) -> str:
    """How an article names a path below content/."""
    return posixpath.relpath(target, posixpath.dirname(stem))


def department(id: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "responsible": f"{id}-head",
        "leader": f"{id}-leader",
        "liaisons": [f"{id}-liaison"],
        "contact": {"office": f"{name}办公室", "phone": "0351-0000002"},
    }


def column(name: str, section: str, types: list[str], **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "section": section,
        "modes": ["信息报送"],
        "departments": ["各厅局"],
        "lead": "bgt",
        "types": types,
        **more,
    }


def _table() -> dict[str, Any]:
    return {
        "site": {
            "id": "shifan",
            "name": "示范省人民政府门户网站",
            "domain": "www.shifan.gov.cn",
            "identifier": "1400000001",
            "organiser": "省政府办公厅",
            "operator": "省政务信息中心",
            "contact": {"phone": "0351-0000001", "email": "bgt@shifan.gov.cn"},
            "filing": {"icp": "示ICP备1号", "police": "示公网安备2号"},
            "local": ["organiser", "description"],
        },
        "office": "bgt",
        "roles": {
            "leading_group": "ldxz",
            "inspector": "dcs",
            **dict.fromkeys(("office", "supervisor", "operator", "publisher"), "bgt"),
            "editor": "bgt-liaison",
            **dict.fromkeys(("webmaster", "secrecy_reviewer", "rechecker"), "wzgl"),
        },
        "accounts": {id: {"title": id} for id in ("ldxz", "dcs", "wzgl")}
        | {
            f"{id}-{post}": {"title": id}
            for id in ("bgt", "kjt", "lyj", "jtt")
            for post in ("head", "leader", "liaison")
        },
        "groups": {"各厅局": ["bgt", "kjt", "lyj"]},
        "departments": {
            "bgt": department("bgt", "省政府办公厅"),
            "kjt": department("kjt", "省科技厅"),
            "lyj": {
                **department("lyj", "省旅游局"),
                "site": {
                    "name": "省旅游局网站",
                    "kind": "分站",
                    "settings": {"organiser": "省旅游局"},
                    "columns": {"lyxl": {"name": "旅游线路", "types": ["资料"]}},
                },
            },
        },
        "sections": {
            "xinwen": {"name": "新闻"},
            "gongkai": {"name": "政务公开", "show": "宫格", "sections": {"jiedu": {"name": "解读"}}},
            "hudong": {"name": "互动交流"},
        },
        "columns": {
            "bmdt": column("部门动态", "xinwen", ["新闻"], due={"days": 14}),
            "zcwj": column("政策文件", "gongkai", ["文件", "通知公告"], departments=["bgt", "kjt"], review="重要"),
            "zcjd": column("政策解读", "gongkai/jiedu", ["解读", "新闻"]),
            "ztdc": column("专题和调查", "hudong", ["专题", "调查", "信件", "快讯"]),
            "wzlj": column(
                "网站链接",
                "hudong",
                ["新闻"],
                modes=["网站链接"],
                links=[{"name": "国务院", "url": "https://www.gov.cn/"}],
            ),
            "nbzb": column("内部摘编", "xinwen", ["新闻"], public=False),
        },
        "types": {"快讯": {"extends": "新闻", "fields": {"place": {"label": "地点", "kind": "line"}}}},
    }


NEWS, PICTURED = "kjt/bmdt/2026-03-20-hui-yi", "lyj/bmdt/2026-11-02-tu-pian"
DOCUMENT, READING = "kjt/zcwj/2026-03-01-ban-fa", "bgt/zcjd/2026-03-05-jie-du"
TOPIC, SURVEY = "bgt/ztdc/2026-02-09-zhuan-ti", "lyj/ztdc/2026-11-10-diao-cha"
ITEM, LATER = "kjt/bmdt/2026-04-01-pian-mu", "kjt/bmdt/2026-11-25-yu-gao"
OUTSIDE, HIDDEN, ROUTE = "bgt/bmdt/2026-11-18-wai-lian", "bgt/nbzb/2026-11-03-zhai-bian", "lyj/lyxl/2025-06-01-xian-lu"
FLASH = "kjt/ztdc/2026-11-12-kuai-xun"


def entry(title: str, stem: str, body: str = "", **fields: Any) -> Entry:
    """An article with what all have."""
    return Entry({"title": title, "date": f"{stem.split('/')[2][:10]} 09:30", "source": "省科技厅", **fields}, body)


def _articles() -> dict[str, Entry]:
    def to(stem: str, target: str) -> str:
        return relative(stem, f"{target}.md")

    one = {
        NEWS: entry(
            "工作推进会", NEWS, f"见[办法]({to(NEWS, DOCUMENT)})和[预告]({to(NEWS, LATER)})。", pinned="2026-11-21"
        ),
        DOCUMENT: entry(
            "关于印发办法的通知",
            DOCUMENT,
            "现印发给你们。\n\n附件：[表](2026-03-01-ban-fa/biao.csv)",
            issued="2026-02-26",
            doc_number="示科发〔2026〕8号",
            validity="有效",
            attachments=[{"file": "2026-03-01-ban-fa/biao.csv", "title": "申报表"}],
        ),
        READING: entry("办法的解读", READING, "一图读懂。", interprets=to(READING, DOCUMENT)),
        TOPIC: entry("春耕专题", TOPIC, "专题。", archived="2026-12-01"),
        ITEM: entry("专题篇目", ITEM, "开犁。", topic=to(ITEM, TOPIC), columns=["ztdc"], summary="各地开犁。"),
        SURVEY: entry(
            "问卷", SURVEY, "请填写。", type="调查", method="网上调查", starts="2026-11-01", ends="2026-11-24"
        ),
        LATER: entry("预告", LATER, f"见[专题]({to(LATER, TOPIC)})。", topic=to(LATER, TOPIC)),
        PICTURED: entry(
            "图片新闻",
            PICTURED,
            "![会场](2026-11-02-tu-pian/tu.png)\n\n见[栏目](../../columns/zcjd/index.html)。",
            image="2026-11-02-tu-pian/tu.png",
            image_alt="会场",
        ),
        OUTSIDE: entry("外部链接", OUTSIDE, link="https://www.gov.cn/a.html"),
        FLASH: entry("快讯", FLASH, "开工。", type="快讯", place="示范市"),
        HIDDEN: entry("内部摘编", HIDDEN, "不上网。"),
        ROUTE: entry("线路", ROUTE, f"见[问卷]({to(ROUTE, SURVEY)})和[缺的](../../kjt/bmdt/2026-11-05-a.md)。"),
    }
    return one | {stem: found for number in range(18) for stem, found in [outside("kjt", "bmdt", "2026-01-05", number)]}


def outside(department: str, column: str, day: str, number: int) -> tuple[str, Entry]:
    """An item that has a row in lists, but no page: the cheapest way to a long list."""
    stem = f"{department}/{column}/{day}-n{number}"
    return stem, entry(f"条目{number}", stem, link=f"https://www.gov.cn/{number}.html")


def is_row(stem: str) -> bool:
    """Whether the article came from ``outside``."""
    return stem.rpartition("-")[2][:1] == "n" and stem[-1].isdigit()


def portal() -> Portal:
    """How every sequence begins."""
    files = {f"{DOCUMENT}/biao.csv": "项目,单位\n".encode(), f"{PICTURED}/tu.png": png(4, 3)}
    return Portal(_table(), _articles(), files, [])
