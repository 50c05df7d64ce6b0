"""Values out of a checked tree. What is not there gives the empty value of its kind."""

from functools import cache

from lanmu import clock
from lanmu.marked import Map, Seq, Text
from lanmu.model import Account, AccountKey, Archive, Contact, Due, Filing, Forge, Founding, Settings

_key = cache(Text)  # looked up thousands of times


def text(tree: Map, key: str, default: str = "") -> str:
    """A text, as plain ``str``: places belong to the tree, not to the model."""
    return str(tree.get(_key(key), default))


def texts(tree: Map, key: str) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(str(item) for item in items(tree, key))


def items(tree: Map, key: str) -> Seq:
    """A list with its places."""
    found = tree.get(_key(key))
    return found if isinstance(found, Seq) else Seq()


def part(tree: Map, key: str) -> Map:
    """A mapping with its places."""
    found = tree.get(_key(key))
    return found if isinstance(found, Map) else Map()


def number(tree: Map, key: str, default: int = 0) -> int:
    """A whole number."""
    return int(tree.get(_key(key), default))


def flag(tree: Map, key: str, default: bool = False) -> bool:
    """true or false."""
    return text(tree, key, "true" if default else "false") == "true"


def contact(tree: Map) -> Contact:
    """``{office, phone, email, address, hours}``"""
    return Contact(
        text(tree, "office"), texts(tree, "phone"), text(tree, "email"), text(tree, "address"), text(tree, "hours")
    )


def founding(tree: Map) -> Founding | None:
    """``founding: {authority, number, date}`` of a site."""
    body = part(tree, "founding")
    return Founding(text(body, "authority"), text(body, "number"), text(body, "date")) if body else None


def archive(tree: Map) -> Archive | None:
    """``archive: {until, note}`` of the main site."""
    body = part(tree, "archive")
    until = clock.parse_day(text(body, "until"))
    return Archive(until, text(body, "note")) if until else None


def forge(tree: Map) -> Forge | None:
    """``forge: {kind, url, branch}`` of the main site."""
    body = part(tree, "forge")
    found = Forge(text(body, "kind"), text(body, "url"), text(body, "branch", "main"))
    return found if found.kind and found.url else None


def due(tree: Map) -> Due | None:
    """``due: {at_least, workdays} | {days}`` of a column."""
    body = part(tree, "due")
    found = Due(number(body, "at_least"), number(body, "workdays"), number(body, "days"))
    return found if found.days or (found.at_least and found.workdays) else None


def settings(tree: Map) -> Settings:
    """What a site tells about itself."""
    filing = part(tree, "filing")
    return Settings(
        text(tree, "organiser"),
        text(tree, "operator"),
        contact(part(tree, "contact")),
        Filing(text(filing, "icp"), text(filing, "police")),
        text(tree, "description"),
        texts(tree, "keywords"),
        text(tree, "emblem"),
        text(tree, "party_mark"),
        text(tree, "find_error"),
        text(tree, "search"),
    )


def keys(tree: Map) -> tuple[AccountKey, ...]:
    """``keys: [{key, from, until}]``"""
    return tuple(AccountKey(text(key, "key"), text(key, "from"), text(key, "until")) for key in items(tree, "keys"))


def person(tree: Map, key: str) -> str:
    """Account of a person in charge, or ""."""
    return text(part(tree, key), "account")


def account(tree: Map) -> Account:
    """``{account, title, contact}`` where a department names a person."""
    return Account(text(tree, "account"), text(tree, "title"), contact=contact(part(tree, "contact")))
