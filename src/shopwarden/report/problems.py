"""What could not be read, as a table: file, row, column, reason, what to do.

It holds positions and reasons only, never the content of a row, so it may be
sent to whoever made the export.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shopwarden.report.output import write_text
from shopwarden.report.sheet import harmless
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shopwarden.screening.result import ShopScreening
    from shopwarden.words import Language

_HEADINGS = ("shop", "file", "row", "column", "extent", "reason", "hint")
# Spreadsheet programs need the mark to see UTF-8 in a CSV file.
_BOM = "\ufeff"


def write_problems(
    path: Path, shops: Sequence[ShopScreening], language: Language
) -> None:
    """Write all problems as CSV; OutputError where that is not possible."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(say(Text(f"report.problem_{name}"), language) for name in _HEADINGS)
    for shop in shops:
        for each in shop.problems:
            words = (say(each.reason, language), say(each.hint, language))
            place = (shop.shop, each.file, each.row or "", each.column, each.extent)
            writer.writerow(harmless(str(cell)) for cell in (*place, *words))
    write_text(path, _BOM + text.getvalue())
