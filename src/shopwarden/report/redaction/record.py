"""The outcome for machines: one JSON object, `docs/schemas/redact.schema.json`.

What it does not do: hold a value.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shopwarden.report.output import write_text
from shopwarden.report.redaction.shown import verdict
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.report.redaction.outcome import Outcome
    from shopwarden.report.redaction.tally import Column, Tally

SCHEMA_VERSION = 1

Json = dict[str, object]


def write_record(path: Path, outcome: Outcome) -> None:
    """Write the outcome to `path`. Raises OutputError."""
    text = json.dumps(record(outcome), ensure_ascii=False, indent=2)
    write_text(path, f"{text}\n")


def record(outcome: Outcome) -> Json:
    """The outcome as one object."""
    tally, left = outcome.tally, outcome.left
    return {
        "schema_version": SCHEMA_VERSION,
        "file": outcome.file,
        "format": outcome.format.value,
        "rows": tally.rows,
        "records": tally.records,
        "found": tally.found,
        "kinds": dict(tally.kinds),
        "columns": [
            {**_column(column), "kinds": dict(kinds)}
            for column, kinds in tally.columns.items()
        ],
        "places": _places(tally),
        "opaque": dict(tally.opaque),
        "copy": outcome.copy or None,
        "left": None
        if left is None
        else {"found": left.found, "places": _places(left)},
        "clean": outcome.is_clean,
        "verdict": {
            language: " ".join(say(text, language) for text in verdict(outcome))
            for language in LANGUAGES
        },
    }


def _places(tally: Tally) -> list[Json]:
    return [
        {**_column(place.column), "row": place.row, "kinds": list(place.kinds)}
        for place in tally.places
    ]


def _column(column: Column) -> Json:
    return {"sheet": column.sheet, "column": column.letter, "heading": column.heading}
