"""Where faults of ``columns.yaml`` are gathered, all of them, up to a bound."""

from lanmu.finding import Finding, Spot
from lanmu.marked import Map, Node
from lanmu.rules.table.columns import BY_NAME

MOST = 300  # a file with more faults than a person reads at once is no longer worth the time


class Report:
    """Findings about one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def say(self, rule: str, node: Node | None, message: str, cure: str) -> None:
        """Add what the rule called ``rule`` says about ``node``."""
        line, column = (node.line, node.column) if node is not None else (1, 1)
        self.at(rule, line, column, message, cure)

    def at(self, rule: str, line: int | None, column: int | None, message: str, cure: str) -> None:
        """The same for a bare place."""
        spot = Spot(self.path, line, column)
        if len(self.findings) < MOST:
            self.findings.append(BY_NAME[rule].at(spot, message, cure))
        elif len(self.findings) == MOST:
            more = BY_NAME["unreadable-table"].at(spot, f"错误太多，只列出{MOST}处", "先改已列出的，再检查一遍")
            self.findings.append(more)

    @property
    def full(self) -> bool:
        """Whether nothing more will be added."""
        return len(self.findings) > MOST


def key_of(mapping: Map, name: str) -> Node:
    """The key as written, or, where it is missing, the mapping itself: the place to point at."""
    return mapping.key(name) if name in mapping else mapping
