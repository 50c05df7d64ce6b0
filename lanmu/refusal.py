"""The two ways a command ends without doing its work."""

from collections.abc import Sequence

from lanmu.finding import Finding


class Refused(Exception):
    """Findings stand in the way (exit status 1)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)


class Unable(Exception):
    """The work could not be begun (exit status 2): what happened and what to do."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
