"""Expressions computed over columns, with Kleene logic and interval numbers."""

from shopwarden.engine.vector.interval import Numbers, at_least, exact
from shopwarden.engine.vector.logic import FALSE, TRUE, UNKNOWN, Mask, Verdicts
from shopwarden.engine.vector.program import (
    ABSENT,
    Codes,
    Columns,
    LabelSets,
    Value,
    every_row,
    known_rows,
    numbers,
    verdicts,
)

__all__ = [
    "ABSENT",
    "FALSE",
    "TRUE",
    "UNKNOWN",
    "Codes",
    "Columns",
    "LabelSets",
    "Mask",
    "Numbers",
    "Value",
    "Verdicts",
    "at_least",
    "every_row",
    "exact",
    "known_rows",
    "numbers",
    "verdicts",
]
