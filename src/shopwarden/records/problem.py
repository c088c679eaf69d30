"""Problems: what could not be read, as values with a place, a reason, a hint.

No row is dropped in silence: rows read = rows kept + rows with problems of
severity `row`. A problem never holds the raw row, which may be personal; the
reader keeps raw rows apart and hands them out only on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shopwarden.words import Text


class Extent(StrEnum):
    """How much a problem cost."""

    FILE = "file"  # the file was refused
    ROW = "row"  # one row was set aside
    NOTE = "note"  # nothing was lost, but a person should know


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read: where, why, and what to do."""

    file: str
    row: int  # 0: the whole file
    column: str  # empty: the whole row
    reason: Text
    hint: Text
    extent: Extent = Extent.ROW
