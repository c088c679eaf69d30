"""`shopwarden redact FILE [-o OUT]`: the leak check, and a redacted copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put
from shopwarden.errors import UsageError
from shopwarden.report.redaction import check, redact
from shopwarden.report.redaction.record import write_record
from shopwarden.report.redaction.shown import lines

if TYPE_CHECKING:
    import argparse

    from shopwarden.words import Language

FOUND = 10


def run(options: argparse.Namespace, language: Language) -> int:
    """Check, or write a copy; returns 10 if what would leave is not clean."""
    path, out = Path(options.path), Path(options.out)
    if options.json and Path(options.json) in {path, out}:
        raise UsageError("redact.same_file", path=options.json)
    outcome = redact(path, out, language) if options.out else check(path, language)
    for line in lines(outcome, language):
        put(line)
    if options.json:
        write_record(Path(options.json), outcome)
    return 0 if outcome.is_clean else FOUND
