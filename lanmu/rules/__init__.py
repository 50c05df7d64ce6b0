"""Every rule, in one sorted list. One rule is one value; see ``lanmu.rules.rule``."""

from lanmu.rules import attached, bounds, columns, encoding, links, naming, values
from lanmu.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*encoding.RULES, *naming.RULES, *values.RULES, *links.RULES, *attached.RULES, *bounds.RULES, *columns.RULES),
        key=lambda rule: rule.code,
    )
)
