"""The two ways a command ends without doing its work."""

from collections.abc import Sequence

from lanmu.finding import Finding


class Refused(Exception):
    """Findings stand in the way (exit status 1)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)  # what it was made from, so that it may cross to another process

    def __str__(self) -> str:
        return f"{len(self.findings)} findings"


class Unable(Exception):
    """The work could not be begun (exit status 2): what happened and what to do."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message, cure)  # both, so that it may cross to another process
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return self.message
