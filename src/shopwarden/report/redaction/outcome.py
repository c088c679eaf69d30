"""The outcome of a leak check: what a file holds, and what became of its copy.

What it does not do: word it (`shown`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shopwarden.report.redaction.tally import Tally

# The lines of the 2017 judicial interpretation on citizens' personal information,
# article 5 (1) (4) and (8): records of transactions; half of that for staff.
CRIMINAL_RECORDS = 500
CRIMINAL_RECORDS_STAFF = 250


class Format(StrEnum):
    """How the file was read."""

    TABLE = "table"
    WORKBOOK = "workbook"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a file; with a copy, what is left in the copy."""

    file: str
    format: Format
    tally: Tally
    copy: str = ""
    left: Tally | None = None

    @property
    def is_clean(self) -> bool:
        """Whether what would leave (the copy, or the file itself) gives nothing away.

        What cannot be looked into counts as not clean.
        """
        leaving = self.tally if self.left is None else self.left
        return not leaving.found and not self.tally.opaque.total()
