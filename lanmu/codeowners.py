"""CODEOWNERS: whom a git server asks about a change, as ``columns.yaml`` has it.

Two servers, two languages: GitLab takes patterns like those of ``.gitignore``, of which the last that fits counts
(docs.gitlab.com, “Syntax of CODEOWNERS file”); Gitea and Forgejo take regular expressions of which each that fits
counts (docs.gitea.com, “Code Owners”). Each server has a file in a folder of its own, so that none reads the other's.
Ids and accounts of a table without faults mean themselves in both languages: letters, digits, hyphens.
"""

from typing import NamedTuple

from lanmu.model import Portal
from lanmu.place import CONTENT

GITLAB_PATH = ".gitlab/CODEOWNERS"
GITEA_PATH = ".gitea/CODEOWNERS"
FIRST = ("CODEOWNERS", "docs/CODEOWNERS")  # where both servers look before

# No comment may hold an @: GitLab takes whom a comment names for an owner.
_HEAD = """\
# 由 lanmu owners --write 按 columns.yaml 生成，不要手工修改。
# 各部门的栏目由本部门的负责人和信息员把关，其余文件由办公室把关。
"""


class Owned(NamedTuple):
    """A folder of articles and the accounts that are asked about it."""

    folder: str  # content/<department>/<column>
    accounts: tuple[str, ...]  # the responsible person, then the liaisons


def owned(portal: Portal) -> tuple[Owned, ...]:
    """Every folder that a department may fill, sorted; that of a department without accounts is the office's."""
    pairs = {(name, column.id) for column in portal.columns.values() for name in column.departments}
    found = (Owned(f"{CONTENT}/{name}/{column}", accounts(portal, name)) for name, column in sorted(pairs))
    return tuple(entry for entry in found if entry.accounts)


def accounts(portal: Portal, party: str) -> tuple[str, ...]:
    """The accounts of ``party``: of a department its responsible person and its liaisons, else the account itself."""
    department = portal.departments.get(party)
    if department is None:
        return (party,) if party else ()
    return tuple(dict.fromkeys(name for name in (department.responsible, *department.liaisons) if name))


def gitlab(portal: Portal) -> str:
    """The file for GitLab: everything is the office's but what is a department's."""
    return _text("*", "/{}/", portal)


def gitea(portal: Portal) -> str:
    """The file for Gitea and Forgejo: the office is asked about everything outside ``content/``."""
    return _text(f"!{CONTENT}/.*", "{}/.*", portal)


def _text(rest: str, folder: str, portal: Portal) -> str:
    office = accounts(portal, portal.office)
    rows = [(rest, office)] if office else []
    rows += [(folder.format(entry.folder), entry.accounts) for entry in owned(portal)]
    return _HEAD + "".join(f"{pattern} {' '.join(f'@{name}' for name in names)}\n" for pattern, names in rows)
