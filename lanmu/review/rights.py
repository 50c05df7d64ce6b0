"""Who may change which path (陕西工信厅第九、十一、二十四条): the findings O401 to O407.

Rights are those of the base, never those that the change itself would grant.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial

from lanmu.finding import Finding, Spot
from lanmu.git import LINK, SUBMODULE
from lanmu.model import Portal
from lanmu.near import did_you_mean
from lanmu.place import CONTENT
from lanmu.review import people
from lanmu.review.change import MAIN, TABLE, Change, Commit, Touched
from lanmu.rules.form.naming import O401
from lanmu.rules.review.ownership import O402, O403, O404, O405, O406, O407

WITHDRAWN = "withdrawn.yaml"
MOST = 2000  # files that one push may touch: a month of a province's portal
LONGEST = 1000  # characters of a path, far more than anybody's folders need
MOST_COMMITS = 1000  # that one push may bring
MOST_SAID = 1 << 20  # bytes of a commit with its message: an approval of 2000 files takes a quarter of that
_BRANCH = re.compile(r"refs/heads/[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._/+-]{0,150}")
_HEADS, TAG = "refs/heads/", "refs/tags/"
_VERSION = re.compile(r"refs/tags/v?[0-9][0-9A-Za-z._-]{0,60}")
_KINDS = ("refs", "heads", "tags", "remotes", "origin", "notes")  # a branch of such a name means another ref to git
# Controls, what is no character, and what Unicode says nobody sees (Default_Ignorable_Code_Point).
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_TAIL = re.compile(r"[ .]+(?=/|$)")  # of a name: Windows drops it, people do not see it
_GITS_OWN = (".gitattributes", ".gitignore", ".gitmodules", ".mailmap")
# Letters of other scripts that look like Latin ones; NFKC undoes the rest.
_ALIKE = str.maketrans("аеорсухіјѕһԁԛԝαονρτικ", "aeopcyxijshdqwaovptik")


def of_ref(portal: Portal, actor: str, ref: str, gone: bool, forced: bool) -> Iterator[Finding]:
    """What is wrong with a ref that is to be made, moved or deleted."""
    name = shown(ref)
    if actor not in portal.accounts:
        yield unknown(portal, actor)
    elif ref == MAIN and gone:
        yield O406.at(Spot(TABLE), "main 不能删除", "要撤下某篇文章，由网站管理员删除它再推送，不动分支")
    elif ref == MAIN and forced:
        yield O406.at(Spot(TABLE), "main 不能强制改写：已发布的历史要留着", "先 git pull --rebase 再推送")
    elif ref.startswith(TAG):
        if actor not in people.editors(portal) | people.office(portal):
            yield O406.at(Spot(TABLE), f"标签 {name} 只有编辑发布机构和办公室能建", "把提交推送到自己的分支")
        elif not _VERSION.fullmatch(ref):
            yield O406.at(Spot(TABLE), f"标签的名称 {name} 会和分支混淆", "用版本号，如 v2026.3")
    elif not _BRANCH.fullmatch(ref) or not _is_plain(ref.removeprefix(_HEADS)):
        message = f"不能推送到 {name}：只收分支，分支名用字母、数字、汉字和 . _ - /，不和 main 混淆"
        yield O406.at(Spot(TABLE), message, "换一个分支名，如 kjt-0321")


def _is_plain(branch: str) -> bool:
    """Whether git takes the name, and nobody takes it for main or for another kind of ref."""
    parts = branch.split("/")
    bad = any(not part or part.startswith(".") or part.endswith((".", ".lock")) for part in parts)
    alike = _skeleton(parts[-1]) == "main" and branch != "main"
    return not bad and not alike and ".." not in branch and parts[0].lower() not in _KINDS and branch != "HEAD"


def unknown(portal: Portal, actor: str) -> Finding:
    """O403 about an account."""
    if not actor:
        return O403.at(
            Spot(TABLE), "不知道是谁在推送", "用办公室分配的账号登录后再推送；服务器没有传来账号时找网站管理员"
        )
    cure = f"{did_you_mean(actor, portal.accounts)}由办公室在 columns.yaml 的 accounts 里登记"
    return O403.at(Spot(TABLE), f"账号“{shown(actor)}”没有登记", cure)


def too_many(commits: int) -> Finding:
    """O407 about the number of commits."""
    message = f"一次推送带来 {commits} 个提交，最多 {MOST_COMMITS} 个"
    return O407.at(Spot(TABLE), message, "把提交合成几个，或者分几次推送")


def findings(
    portal: Portal, change: Change, there: Iterable[str], fresh: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """What the actor of a change may not do.

    ``there``: paths of the base, to see twins of them; ``fresh``: commits that no ref of the server has yet.
    """
    if change.actor not in portal.accounts:
        yield unknown(portal, change.actor)
        return
    if len(change.touched) > MOST:
        message = f"一次推送改动了 {len(change.touched)} 个文件，最多 {MOST} 个"
        yield O407.at(Spot(change.touched[0].path), message, "分几次推送；整站迁移由网站管理员在服务器上导入")
        return
    if len(change.commits) > MOST_COMMITS:
        yield too_many(len(change.commits))
        return
    long = [one.path for one in change.touched if one.new and len(one.path) > LONGEST]
    if long:  # not looked at any closer: every folder above it would be
        path = shown(long[0][:LONGEST])
        yield O404.at(
            Spot(path), f"{path[:100]}… 的路径有 {len(long[0])} 个字符，最多 {LONGEST} 个", "改短文件夹的名称"
        )
        return
    yield from _strange(change, there)
    if not change.on_main:
        for one in change.touched:
            yield from _path(portal, change.actor, one.path, change.on_main)
    else:
        yield from _of_office(portal, change)
    yield from _authors(portal, change, fresh)


def _path(portal: Portal, account: str, path: str, on_main: bool) -> Iterator[Finding]:
    if path.startswith(f"{CONTENT}/"):
        yield from _content(portal, account, path)
    elif path == TABLE:
        if account not in people.office(portal):
            make = O402.at if on_main else partial(O402._replace(severity="warning").at)
            cure = "可以在分支上提出修改建议；由办公室合并" if not on_main else "由办公室的账号合并"
            yield make(Spot(path), f"{TABLE} 由{_office(portal)}负责，{_who(portal, account)}只能提建议", cure)
    elif path == WITHDRAWN:
        if account not in people.office(portal) | people.webmasters(portal) | people.editors(portal):
            yield O402.at(Spot(path), f"{WITHDRAWN} 由网站管理员和办公室登记", "需要撤回时联系网站管理员")
    elif on_main and account not in people.office(portal):
        message = f"{shown(path)} 是程序、主题或规则，由{_office(portal)}合并"
        yield O402.at(Spot(shown(path)), message, "请办公室的账号合并")
    elif account not in people.office(portal) | people.support(portal):
        message = f"{shown(path)} 是程序、主题或规则，{_who(portal, account)}不能改"
        yield O402.at(Spot(shown(path)), message, f"稿件放在 {CONTENT} 里；要改网站本身，联系{_office(portal)}")


def _content(portal: Portal, account: str, path: str) -> Iterator[Finding]:
    spot = Spot(shown(path))
    if account in people.support(portal):
        yield O401.at(spot, f"技术支持单位（{account}）不能改内容", "由保障部门的信息员修改")
        return
    parts = path.split("/")
    department = portal.departments.get(parts[1])
    column = portal.columns.get(parts[2]) if len(parts) > 3 else None
    if department is None or column is None:
        if account in people.office(portal):
            return  # what is wrong with the place the check says by itself
        yield O401.at(
            spot, f"{shown(path)} 不在任何部门的栏目里", "放进 content/部门编号/栏目编号/；编号见 lanmu columns"
        )
    elif account not in people.everybody(department):
        own = _departments(portal, account)
        cure = f"你的文件夹是 {'、'.join(f'{CONTENT}/{id}/' for id in own)}" if own else "由该部门的信息员修改"
        yield O401.at(spot, f"{_who(portal, account)}不能改{department.name}的文件夹 {CONTENT}/{department.id}/", cure)
    elif department.id not in column.departments:
        message = f"{department.name}不是栏目“{column.name}”的保障部门"
        yield O401.at(spot, message, "放进本部门的栏目，或请办公室在 columns.yaml 里增加")
    elif column.modes == ("栏目共建",) and column.co_building is None:
        message = f"栏目“{column.name}”是共建栏目，columns.yaml 里没有写共建依据"
        yield O401.at(spot, message, f"请办公室给 columns.{column.id} 补上 co_building")


def _of_office(portal: Portal, change: Change) -> Iterator[Finding]:
    """On main the approvals decide about content, and the office about all else."""
    for one in change.touched:
        if not one.path.startswith(f"{CONTENT}/"):
            yield from _path(portal, change.actor, one.path, True)


def _strange(change: Change, there: Iterable[str]) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for path in there:
        for step in _steps(path):
            known.setdefault(_skeleton(step), step)
    for one in change.touched:
        if one.new:
            yield from (O404.at(Spot(shown(one.path)), *why) for why in _why_strange(one, known))
        for step in _steps(one.path) if one.new else ():
            known.setdefault(_skeleton(step), step)


def _why_strange(one: Touched, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    path = shown(one.path)
    if one.mode == LINK:
        yield f"{path} 是符号链接", "删除它，把文件本身放进来"
    elif one.mode == SUBMODULE:
        yield f"{path} 是子模块：里面的内容没有人审核", "删除它，把文件本身放进来"
    name = one.path.rpartition("/")[2]
    if one.path.startswith(f"{CONTENT}/") and name.lower() in _GITS_OWN:
        yield f"{path} 会改变 git 看待文件的方式", "删除它；内容文件夹里不需要"
    if _CONTROL.search(one.path):
        yield f"{path} 的名称里有控制字符、看不见的字符，或者不是 UTF-8", "改成普通的文件名"
    for step in _steps(one.path):
        twin = known.get(_skeleton(step), step)
        if twin != step:
            yield f"{shown(step)} 和已有的 {shown(twin)} 看上去一样，在有的系统上是同一个文件", f"用 {shown(twin)}"
            return


def _steps(path: str) -> Iterator[str]:
    """The path itself and every folder above it."""
    yield path
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _skeleton(path: str) -> str:
    """What paths have in common that people, or file systems, take for the same."""
    if not path.isascii():
        path = unicodedata.normalize("NFKC", path).casefold().translate(_ALIKE)
    return _TAIL.sub("", path.lower())


def _authors(portal: Portal, change: Change, fresh: frozenset[str]) -> Iterator[Finding]:
    """Who wrote the commits (陕西工信厅第二十四条): strangers, and those who may not write there."""
    if not people.mails_are_known(portal):
        yield from _unknown_hands(change, fresh) if change.on_main else ()
        return
    for commit in change.commits:
        yield from _hands(portal, change, commit, commit.id in fresh)


def _unknown_hands(change: Change, fresh: frozenset[str]) -> Iterator[Finding]:
    """Where no mail addresses are registered, only who pushed a branch tells who wrote it."""
    there = {one.path for one in change.touched if one.new}  # what is only taken away nobody has written
    for commit in change.commits:
        content = sorted(path for path in commit.paths & there if path.startswith(f"{CONTENT}/"))
        if content and len(commit.parents) < 2 and (commit.id in fresh or not commit.pusher):
            message = f"提交 {commit.id[:8]} 不知道是谁写的：columns.yaml 没有登记邮箱，服务器也没有收到过它"
            cure = "由写的人先推送到分支；或者请办公室在 accounts 里登记 emails"
            yield O405.at(Spot(shown(content[0])), message, cure)


def _hands(portal: Portal, change: Change, commit: Commit, fresh: bool) -> Iterator[Finding]:
    author, committer = people.of_mail(portal, commit.author), people.of_mail(portal, commit.committer)
    spot = Spot(shown(min(commit.paths, default=TABLE)))
    about = f"提交 {commit.id[:8]}"
    cure = "git config user.email 写办公室登记的邮箱，再 git commit --amend --reset-author"
    for mail, account in dict.fromkeys(((commit.author, author), (commit.committer, committer))):
        if not account:
            yield O405.at(spot, f"{about} 的邮箱 {shown(mail)} 没有登记", cure)
    if author and len(commit.parents) < 2:
        refused = [path for path in sorted(commit.paths) if not _allowed(portal, author, path)]
        if refused:
            message = f"{about} 署名{_who(portal, author)}，这个账号不能改 {shown(refused[0])}"
            yield O405.at(Spot(shown(refused[0])), message, "由有权的人自己提交")
    if committer and fresh and not change.on_main and change.actor != committer:
        message = f"{about} 由{_who(portal, committer)}提交，推送的却是{_who(portal, change.actor)}"
        yield O405.at(spot, message, "用自己的账号推送自己的提交")


def _allowed(portal: Portal, account: str, path: str) -> bool:
    takes_down = account in people.webmasters(portal) and path.startswith(f"{CONTENT}/")
    return takes_down or all(finding.severity != "error" for finding in _path(portal, account, path, False))


def _departments(portal: Portal, account: str) -> list[str]:
    return [one.id for one in portal.departments.values() if account in people.everybody(one)]


def _who(portal: Portal, account: str) -> str:
    return people.titled(portal, [account])


def _office(portal: Portal) -> str:
    department = portal.departments.get(portal.office)
    return department.name if department else "办公室"


def shown(text: str) -> str:
    """For people: what no terminal may get is escaped."""
    return _CONTROL.sub(lambda found: found.group().encode("unicode_escape", "surrogatepass").decode(), text)[:300]
