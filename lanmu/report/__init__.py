"""Findings in the forms that people and machines read: ``report.human(findings)``, ``report.sarif(findings)`` …

Each form is a module with a ``render``; it is loaded when it is asked for, for a commit hook needs one.
"""

from collections.abc import Callable
from importlib import import_module

FORMS = {
    "human": "terminal",
    "json": "machine.array",
    "sarif": "machine.sarif",
    "gitlab": "machine.gitlab",
    "junit": "machine.junit",
    "github": "machine.github",
}


def __getattr__(name: str) -> Callable[..., str]:
    if name not in FORMS:
        raise AttributeError(name)
    render: Callable[..., str] = import_module(f"lanmu.report.{FORMS[name]}").render
    return render
