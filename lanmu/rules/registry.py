"""Every rule in one list, sorted by code. What is asked of an article, and in which order: ``checks``."""

from lanmu.rules import checks
from lanmu.rules.attached import documents
from lanmu.rules.form import encoding
from lanmu.rules.review import approvals, ownership
from lanmu.rules.rule import Rule
from lanmu.rules.table import columns

_MODULES = (*checks.MODULES, documents, encoding, columns, ownership, approvals)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in getattr(module, "RULES", ())), key=lambda rule: rule.code)
)
