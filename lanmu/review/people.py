"""Who somebody is, as columns.yaml says: behind a role, behind an account, behind the mail address of a commit."""

from collections.abc import Iterable

from lanmu.model import Department, Portal


def everybody(department: Department) -> frozenset[str]:
    """The accounts of a department: its liaisons, its responsible person, its leader in charge."""
    return frozenset((*department.liaisons, department.responsible, department.leader)) - {""}


def members(portal: Portal, *parties: str) -> frozenset[str]:
    """The accounts behind roles: an account itself, all those of a department."""
    found: set[str] = set()
    for party in parties:
        department = portal.departments.get(party)
        found |= everybody(department) if department else {party} & portal.accounts.keys()
    return frozenset(found)


def office(portal: Portal) -> frozenset[str]:
    """The accounts of the office that owns columns.yaml."""
    return members(portal, portal.office)


def editors(portal: Portal) -> frozenset[str]:
    """The accounts of the 编辑发布机构 (辽宁第十七条)."""
    return members(portal, portal.site.roles.editor) - support(portal)


def webmasters(portal: Portal) -> frozenset[str]:
    """The accounts of the 网站管理员 (陕西工信厅第十一条)."""
    return members(portal, portal.site.roles.webmaster) - support(portal)


def support(portal: Portal) -> frozenset[str]:
    """The accounts of the technical support unit, which neither reviews nor publishes (陕西工信厅第四条)."""
    return members(portal, portal.site.roles.support)


def leading_group(portal: Portal) -> frozenset[str]:
    """The accounts that sign for the leading group (陕西工信厅第十四条)."""
    return members(portal, portal.site.roles.leading_group) - support(portal)


def of_mail(portal: Portal, mail: str) -> str:
    """The account that commits with a mail address, "" where none says so."""
    wanted = mail.casefold()
    found = (one.id for one in portal.accounts.values() if wanted in map(str.casefold, one.emails))
    return next(found, "")


def mails_are_known(portal: Portal) -> bool:
    """Whether the portal writes down mail addresses at all; only then a strange one means something."""
    return any(account.emails for account in portal.accounts.values())


def titled(portal: Portal, accounts: Iterable[str]) -> str:
    """Accounts for people to read: 省科技厅负责人（kjt-head）."""
    return "、".join(_titled(portal, account) for account in accounts)


def _titled(portal: Portal, account: str) -> str:
    known = portal.accounts.get(account)
    return f"{known.title}（{account}）" if known and known.title else account
