"""Approvals weighed against what a change needs: R901 to R906, R909, R910 (衢州四之二：未经审核的信息不得上网发布)."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lanmu.finding import ERROR, Finding, Spot
from lanmu.model import LEVELS, Portal
from lanmu.place import CONTENT
from lanmu.review import levels, people
from lanmu.review.change import TABLE, Change, Touched
from lanmu.review.contents import Contents
from lanmu.review.evidence import hands
from lanmu.review.levels import SECOND, Item, Step
from lanmu.review.record import Approval
from lanmu.review.rights import WITHDRAWN
from lanmu.rules.review.approvals import R901, R902, R903, R904, R905, R906, R909, R910

# What main changed between an approval's base and now; None where the base is not of main.
Since = Callable[[str], frozenset[str] | None]

_LEADS = "由应当签批的人在这个分支上运行 lanmu approve"


class Weighed(NamedTuple):
    """Approvals of one file, by what keeps them from counting."""

    item: Item
    hands: frozenset[str]
    valid: tuple[Approval, ...]  # of this very file's content, or of a step on the way there
    other: tuple[Approval, ...]  # of the file, with other content
    void: tuple[Approval, ...]  # from before main changed the file


def findings(
    portal: Portal,
    change: Change,
    approvals: Iterable[Approval],
    contents: Contents,
    since: Since,
    found: Iterable[Finding],
) -> Iterator[Finding]:
    """What keeps a change from being published. ``found``: what the check says about its files."""
    if is_takedown(portal, change, contents):
        about = f"{people.titled(portal, [change.actor])}紧急撤下 {len(change.touched)} 个文件"
        yield R909.at(Spot(_first(change)), f"{about}，没有经过审批", "事后向办公室报告，按程序补办")
        return
    yield from _publisher(portal, change)
    given = tuple(approvals)
    for weighed in weigh(portal, change, given, contents, since):
        yield from _of_file(portal, weighed)
    yield from _unsettled(change, found)


def is_takedown(portal: Portal, change: Change, contents: Contents) -> bool:
    """Whether the webmaster takes something off the site at once: files of content/ go, a line of withdrawn.yaml comes.

    Nothing else happens: what was written there before stays.
    """
    gone = [one for one in change.touched if one.path.startswith(f"{CONTENT}/")]
    others = [one for one in change.touched if not one.path.startswith(f"{CONTENT}/")]
    only = all(not one.new for one in gone) and all(_is_added_to(one, contents) for one in others)
    return bool(gone) and only and change.actor in people.webmasters(portal)


def _is_added_to(one: Touched, contents: Contents) -> bool:
    before = contents.read(one.old) if one.old else b""
    return one.path == WITHDRAWN and bool(one.new) and contents.read(one.new).startswith(before)


def _publisher(portal: Portal, change: Change) -> Iterator[Finding]:
    """Who lands something on main (辽宁第十七条：统一发布)."""
    if not change.commits or may_publish(portal, change.actor, change.touched):
        return
    who = people.titled(portal, [change.actor]) if change.actor else "没有登录的人"
    cure = f"推送到自己的分支；由{people.titled(portal, sorted(people.editors(portal))) or '编辑发布机构'}合并到 main"
    yield R906.at(Spot(_first(change)), f"{who}不能发布到 main", cure)


def may_publish(portal: Portal, account: str, touched: Iterable[Touched]) -> bool:
    """Whether an account may land these files: the 编辑发布机构 all, the office its own, others what they may."""
    if account in people.support(portal):
        return False
    if account in people.editors(portal):
        return True
    paths = [one.path for one in touched]
    content = [path for path in paths if path.startswith(f"{CONTENT}/")]
    # What is not content, and an empty commit, which puts nothing on the site, but main somewhere else.
    if (len(content) < len(paths) or not paths) and account not in people.office(portal):
        return False
    return all(_authorised(portal, account, path) for path in content)


def _authorised(portal: Portal, account: str, path: str) -> bool:
    parts = path.split("/")
    column = portal.columns.get(parts[2]) if len(parts) > 3 else None
    return bool(column and column.publishes and account in people.members(portal, *column.publishes.who))


def weigh(
    portal: Portal, change: Change, approvals: tuple[Approval, ...], contents: Contents, since: Since
) -> Iterator[Weighed]:
    """Every touched item with the approvals that name it; all else is for its owners to change."""
    for one in (one for one in change.touched if levels.is_item(one.path)):
        named = [approval for approval in approvals if any(file.path == one.path for file in approval.files)]
        void = [approval for approval in named if _moved(approval, change, one.path, since)]
        standing = [approval for approval in named if approval not in void]
        valid = [approval for approval in standing if _leads(one, approval, standing)]
        other = [approval for approval in standing if approval not in valid]
        level = levels.wanted(portal, one, contents)
        level = levels.higher(level, *_escalated(portal, one.path, valid))
        item = Item(one, level, levels.steps(portal, one.path, level), levels.instead(portal, one.path, level))
        yield Weighed(item, hands(portal, change.commits, one), tuple(valid), tuple(other), tuple(void))


def _escalated(portal: Portal, path: str, valid: Iterable[Approval]) -> Iterator[str]:
    """What the responsible person passed on to those above (陕西工信厅第十四条：决定不了的)."""
    department = levels.answering(portal, path)
    if department is not None:
        yield from (one.level for one in valid if one.account == department.responsible and one.level in LEVELS)


def _moved(approval: Approval, change: Change, path: str, since: Since) -> bool:
    if approval.base == change.base:
        return False
    moved = since(approval.base)
    return moved is None or path in moved


def _leads(one: Touched, approval: Approval, standing: Iterable[Approval]) -> bool:
    """Whether an approval lies on a way from what is there to what is to be: a text may be approved, and again."""
    edges = {(file.old, file.new) for each in standing for file in each.files if file.path == one.path}
    forward, backward = _reached(one.old, edges), _reached(one.new, {(new, old) for old, new in edges})
    own = [(file.old, file.new) for file in approval.files if file.path == one.path]
    return any(old in forward and new in backward for old, new in own)


def _reached(start: str, edges: set[tuple[str, str]]) -> set[str]:
    found = {start}
    while more := {new for old, new in edges if old in found} - found:
        found |= more
    return found


def _of_file(portal: Portal, weighed: Weighed) -> Iterator[Finding]:
    one, steps = weighed.item.touched, weighed.item.steps
    spot = Spot(one.path)
    open_steps = [number for number in range(len(steps)) if not _signed(weighed, steps, number)]
    missing = [steps[number] for number in open_steps]
    if not missing:
        return
    wanted = "、".join(_wanted(weighed, steps, number) for number in open_steps)
    yield R901.at(spot, f"没有经过审批：还要{wanted}签批", _LEADS)
    signers = {approval.account for approval in weighed.valid}
    own = sorted(signers & weighed.hands)
    if own:
        yield R902.at(spot, f"{people.titled(portal, own)}改过这个文件，不能自己审批", "由上一级审批，或者由别人来改")
    if len(missing) < len(steps) or (signers - weighed.hands and not own):
        said = people.titled(portal, sorted(signers - weighed.hands)) or "下一级"
        level = weighed.item.steps[-1].level
        yield R903.at(spot, f"审批的级别不够：{said}签批过，这里要{level}一级的{missing[-1].title}", _LEADS)
    if stale := {approval.account for approval in weighed.other} - signers:  # whoever signed anew has settled it
        yield R904.at(spot, f"{people.titled(portal, sorted(stale))}签批的是另一个内容，签批以后改动过", _LEADS)
    if void := {approval.account for approval in weighed.void} - signers:
        message = f"{people.titled(portal, sorted(void))}的签批已经作废：签批以后，main 上的这个文件又变过"
        yield R904.at(spot, message, "合并最新的 main，再由应当签批的人重新签批")


def _wanted(weighed: Weighed, steps: tuple[Step, ...], number: int) -> str:
    """Who must sign for a step, for people to read."""
    step, who = steps[number], sorted(_signers(weighed, steps, number))
    named = "、".join(who) + ("，其中一人" if len(who) > 1 else "") if who else "没有登记账号"
    if step.who and weighed.hands.issuperset(step.who):
        return f"{step.title}（改过这个文件，由上一级 {named}）"
    return f"{step.title}（{named}）"


def _signed(weighed: Weighed, steps: tuple[Step, ...], number: int) -> bool:
    """Whether a step has a signature of somebody who did not write the file, over the whole way."""
    who = _signers(weighed, steps, number)
    one = weighed.item.touched
    edges = {
        (file.old, file.new)
        for approval in weighed.valid
        if approval.account in who
        for file in approval.files
        if file.path == one.path
    }
    return one.new in _reached(one.old, edges) if one.old != one.new else True


def _signers(weighed: Weighed, steps: tuple[Step, ...], number: int) -> set[str]:
    """Who may sign for a step. Where all who could wrote the file, it is the next level of the chain; the portal's
    second look is none of it, and a level at which nobody is registered is not passed over.
    """
    above = [step.who for step in steps[number + 1 :] if step.level != SECOND]
    for who in (steps[number].who, *above, weighed.item.instead):
        if not who or not weighed.hands.issuperset(who):
            return set(who) - weighed.hands
    return set()


def _unsettled(change: Change, found: Iterable[Finding]) -> Iterator[Finding]:
    """What the check only reminds of, and review must not leave open (H2xx 由人判断; F112 待填)."""
    touched = {one.path for one in change.touched if one.new}
    for one in found:
        if one.path not in touched or one.severity == ERROR:
            continue
        if one.rule.startswith("H"):
            cure = f"审核人判断后在文章的 confirm 里写上 rule: {one.rule}、账号和理由，或者改掉这一处"
            yield R905.at(Spot(one.path, one.line, one.column, one.where), f"还没有人确认：{one.message}", cure)
        elif one.rule == "F112":
            yield R910.at(Spot(one.path, one.line, one.column, one.where), f"还没有填好：{one.message}", one.cure)


def _first(change: Change) -> str:
    return change.touched[0].path if change.touched else TABLE
