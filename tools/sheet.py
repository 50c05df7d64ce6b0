"""Tables for spreadsheets: CSV that Excel opens as it is."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for a formula when a cell begins with it; in East Asia the full-width ones, too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV with a mark at the front that tells Excel that this is UTF-8; no cell is run as a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: str) -> str:
    """The apostrophe keeps it a text."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
