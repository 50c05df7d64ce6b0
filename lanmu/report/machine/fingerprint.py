"""What a finding is known by from one run to the next, though lines move."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from lanmu.finding import Finding

_MOVES = re.compile("第[0-9]{1,9}(?:行|个字节)")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One for each finding, in hexadecimal, no two alike.

    Made of rule, path, place in an attachment and message; of equals the first, the second … are told apart.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in findings:
        key = (finding.rule, finding.path, finding.where or "", _MOVES.sub("第…", finding.message))
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        prints.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return prints
