"""Names of departments and groups: every wording leads to ids."""

from collections.abc import Iterable, Iterator
from itertools import chain

from lanmu.marked import Map, Seq, Text
from lanmu.model import Group
from lanmu.near import asked, listed, near
from lanmu.schema import Report

_OFFERED = 8  # names in a cure: enough to see how they are written


class Names:
    """Which department an id, name, full name or alias means, and which departments a group."""

    def __init__(self, departments: Map, groups: Map, report: Report) -> None:
        self.report = report
        self._ids: dict[str, str] = {str(id): str(id) for id in departments}
        self._groups: dict[str, Group] = {}
        self._members: dict[str, dict[str, None]] = {}  # each group as an ordered set
        self._first_group: dict[str, str] = {}
        for id, body in departments.items():
            for name in _wordings(body):
                self._learn(name, str(id))
        for name, members in groups.items():
            self._group(name, members)

    def _learn(self, name: Text, id: str) -> None:
        taken = self._ids.setdefault(str(name), id)
        if taken != id:
            message = f"departments.{id}：“{name}”已经是部门 {taken} 的名称"
            self.report.say("name-taken", name, message, "一个名称只指一家：改用全称，或删去这个别名")

    def _group(self, name: Text, written: Seq) -> None:
        if name in self._ids:
            message = f"groups：“{name}”已经是部门 {self._ids[name]} 的名称"
            self.report.say("name-taken", name, message, "给组另取一个名称")
            return
        ids = (self.department(member, f"groups.{name}") for member in written)
        members = self._members[str(name)] = dict.fromkeys(id for id in ids if id)
        group = self._groups[str(name)] = Group(str(name), tuple(members))
        for id in group.members:
            self._first_group.setdefault(id, group.name)

    @property
    def groups(self) -> dict[str, Group]:
        """Groups by name, in the order of the file."""
        return self._groups

    def is_group(self, name: str) -> bool:
        """Whether ``name`` means a group."""
        return name in self._groups

    def department(self, name: Text, where: str) -> str:
        """Id of the one department that ``name`` means; "" with a finding where there is none."""
        id = self._ids.get(name, "")
        if not id and name in self._groups:
            message = f"{where}：“{name}”是组，这里要写一个部门"
            self.report.say("unknown-department", name, message, f"组里有：{listed(self._groups[name].members)}")
        elif not id:
            self._unknown(name, where, self._ids)
        return id

    def expand(self, written: Seq, where: str) -> tuple[str, ...]:
        """Ids of all departments that ``written`` names, each once, in order."""
        found: dict[str, None] = {}
        for name in written:
            if name in self._members:
                found.update(self._members[name])
            elif name in self._ids:
                found[self._ids[name]] = None
            else:
                self._unknown(name, where, chain(self._ids, self._groups))
        return tuple(found)

    def group_of(self, id: str) -> str:
        """Name of the first group that has the department as a member, or ""."""
        return self._first_group.get(id, "")

    def _offered(self) -> Iterator[str]:
        """One name of each department, as the file gives it first, then the groups."""
        names = {id: name for name, id in reversed(self._ids.items()) if name != id}
        yield from (names.get(id, id) for id in dict.fromkeys(self._ids.values()))
        yield from self._groups

    def _unknown(self, name: Text, where: str, known: Iterable[str]) -> None:
        if not self._ids:  # departments: is missing or no mapping, and that has been said
            return
        guesses = near(name, known)
        firsts = {self._ids.get(guess, guess): guess for guess in reversed(guesses)}  # one wording for each department
        guess = asked(guess for guess in guesses if guess in firsts.values())
        cure = f"{guess}可用的名字：{listed(self._offered(), _OFFERED)}"
        self.report.say("unknown-department", name, f"{where}：没有叫“{name}”的部门", cure)


def _wordings(body: Map) -> list[Text]:
    single = [body[Text(key)] for key in ("name", "full_name") if key in body]
    return single + list(body.get(Text("aliases"), Seq()))
