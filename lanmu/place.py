"""Where things lie: ``content/<department>/<column>/<date>-<slug>.md``, and who answers there."""

import re
from typing import NamedTuple

from lanmu.model import Portal

CONTENT = "content"
_ARTICLE = re.compile(
    r"content/(?P<department>[^/]+)/(?P<column>[^/]+)/"
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<slug>[a-z0-9-]{1,60})\.md"
)


class Place(NamedTuple):
    """What the path of an article says."""

    department: str
    column: str
    day: str  # YYYY-MM-DD
    slug: str

    @property
    def stem(self) -> str:
        """Path of the article's page and of its folder of attachments, without an ending."""
        return f"{self.department}/{self.column}/{self.day}-{self.slug}"


class Answer(NamedTuple):
    """Who answers for a path: the department whose folder it is, the column, the approvers."""

    department: str
    column: str
    responsible: str
    leader: str
    liaisons: tuple[str, ...]
    lead: str


def locate(path: str) -> Place | None:
    """The place of the article at ``path`` (relative to the root), None if it is no article's."""
    match = _ARTICLE.fullmatch(path)
    return Place(**match.groupdict()) if match else None


def who_answers(portal: Portal, path: str) -> Answer | None:
    """Who answers for ``path``: any file below ``content/<department>/<column>/``.

    None where the department is unknown, or does not guarantee the column (陕西工信厅第九条三).
    """
    parts = path.split("/")
    if len(parts) < 4 or parts[0] != CONTENT:
        return None
    department, column = portal.departments.get(parts[1]), portal.columns.get(parts[2])
    if department is None or column is None or department.id not in column.departments:
        return None
    return Answer(department.id, column.id, department.responsible, department.leader, department.liaisons, column.lead)


def resolve(path: str, relative: str) -> str:
    """Source path that ``relative`` means in the file ``path``; "" where it leaves content/."""
    parts = path.split("/")[:-1]
    for step in relative.split("#")[0].split("/"):
        if step == "..":
            if not parts:
                return ""
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts) if parts[:1] == [CONTENT] else ""
