"""The portal that is pushed to: the sample with a support unit, an editor outside the office, columns of each level, mail and keys of every account."""

import subprocess
from pathlib import Path

import yaml

from lanmu.rules import sample

DOMAIN = "shifan.gov.cn"
OTHER_NEWS = "content/lyj/bmdt/2026-03-20-chun-ji-xian-lu.md"
FORMER = "kjt-former"  # still let in by the server, no longer in the table
EXPIRED, FUTURE = "kjt-head.expired", "kjt-head.future"  # further keys of that account, whose days are not now

# Who acts in the tests, by their accounts.
LIAISON, HEAD, LEADER = "kjt-liaison", "kjt-head", "kjt-leader"
OTHER, OTHER_HEAD = "lyj-liaison", "lyj-head"
EDITOR, OFFICE, GROUP, WEBMASTER, SUPPORT = "bjzx", "bgt-head", "shifan-ldxz", "bgt-webmaster", "jszc"

_COLUMN = {"section": "xinwen", "category": "公开", "modes": ["信息报送"], "departments": ["kjt"], "types": ["新闻"]}
_MORE = {
    "zyxx": {"name": "重要信息", "review": "重要", **_COLUMN},
    "tsxx": {"name": "特殊信息", "review": "特殊", **_COLUMN},
    "kjyq": {
        "name": "科技园区",
        **_COLUMN,
        "modes": ["栏目共建"],
        "co_building": {"basis": "栏目共建方案", "date": "2026-01-05", "kind": "单独"},
        "publishes": {"who": [HEAD], "by": "省政府办公厅", "date": "2026-01-05"},
    },
}


def mail(account: str) -> str:
    """The address with which an account commits."""
    return f"{account}@{DOMAIN}"


def accounts() -> tuple[str, ...]:
    """Every account of the portal."""
    return (*yaml.safe_load(sample.FILES[sample.COLUMNS])["accounts"], SUPPORT, EDITOR)


def keys(folder: Path) -> None:
    """A pair of keys for each account, and those whose days are not now; files by the account's name."""
    for name in (*accounts(), EXPIRED, FUTURE):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", mail(name), "-f", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)


def files(keys: Path) -> dict[str, str]:
    """The files of the portal, whose table holds the public keys in a folder."""
    table = yaml.safe_load(sample.FILES[sample.COLUMNS])
    table["accounts"][SUPPORT] = {"title": "技术支持单位"}
    table["accounts"][EDITOR] = {"title": "网站编辑中心"}
    table["roles"] |= {"support": SUPPORT, "editor": EDITOR}
    table["columns"] |= _MORE
    for name, account in table["accounts"].items():
        account["emails"] = [mail(name)]
        account["keys"] = [{"key": public(keys / name), "from": "2026-01-01"}]
    table["accounts"][HEAD]["keys"] += [
        {"key": public(keys / EXPIRED), "from": "2025-01-01", "until": "2025-12-31"},
        {"key": public(keys / FUTURE), "from": "2099-01-01"},
    ]
    written = _dumped(table)
    return sample.FILES | {sample.COLUMNS: written, OTHER_NEWS: article("发布春季线路", department="省旅游局")}


def public(key: Path) -> str:
    """The public half of a key, as columns.yaml writes it."""
    kind, body, _ = key.with_suffix(f"{key.suffix}.pub").read_text("utf-8").split(" ", 2)
    return f"{kind} {body}"


def edited(text: str, *changes: tuple[str, object]) -> str:
    """A table with the value at each dotted path replaced."""
    table = yaml.safe_load(text)
    for path, value in changes:
        *above, last = path.split(".")
        part = table
        for key in above:
            part = part[key]
        part[last] = value
    return _dumped(table)


def article(title: str, body: str = "会议部署了全年工作。", department: str = "省科技厅", fields: str = "") -> str:
    """The text of a news item; ``fields`` are further lines of its front matter."""
    head = f"title: {department}{title}\ndate: 2026-03-20 10:00\nsource: {department}\nauthor: {department}信息员\n"
    head += "archive_note: 3月20日在原网站发布，改版时补录\n"
    return f"---\n{head}{fields}---\n\n3月19日，{department}{title}。\n\n{body}\n"


class _Plain(yaml.SafeDumper):
    """Writes what occurs twice twice: a table has no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _dumped(table: object) -> str:
    return yaml.dump(table, Dumper=_Plain, allow_unicode=True, sort_keys=False)
