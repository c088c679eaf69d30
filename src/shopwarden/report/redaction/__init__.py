"""Redaction: what personal data a file holds, and a copy without it.

    check(path, "zh")                 the leak check: what a file would give away
    redact(path, out, "zh")           the same, and a redacted copy at `out`

Tables (CSV, XLSX), JSON and plain text. A column whose heading names a person's
data is replaced whole; everywhere else what `engine.identify` finds is replaced,
and the row's own recipient where the same row names him again. The same value
gets the same placeholder throughout the file. What is masked or encrypted by JD
stays, as do order numbers, SKUs and amounts; layout stays as it was.

What it does not do: look into pictures, embedded objects or macros. They are
counted and told. Old binary and encrypted workbooks are refused.
"""

from __future__ import annotations

from shopwarden.report.redaction.outcome import Outcome
from shopwarden.report.redaction.run import check, redact

__all__ = ["Outcome", "check", "redact"]
