"""The outcome in words: counts, places, what to do; never a value.

What it does not do: print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.report.redaction.outcome import (
    CRIMINAL_RECORDS,
    CRIMINAL_RECORDS_STAFF,
)
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from shopwarden.report.redaction.outcome import Outcome
    from shopwarden.report.redaction.tally import Column, Place, Tally
    from shopwarden.words import Language

_MOST_COLUMNS = 20


def lines(outcome: Outcome, language: Language) -> list[str]:
    """What to print about an outcome."""
    texts = [*_found(outcome, language), *_opaque(outcome, language)]
    return [say(text, language) for text in [*texts, *verdict(outcome)]]


def _found(outcome: Outcome, language: Language) -> Iterator[Text]:
    tally = outcome.tally
    counts = {"file": outcome.file, "rows": tally.rows, "found": tally.found}
    if not tally.found:
        yield Text("redact.nothing", counts)
        return
    yield Text("redact.summary", {**counts, "records": tally.records})
    yield Text("redact.by_kind", {"kinds": _kinds(tally.kinds, language)})
    columns = list(tally.columns.items())
    for column, kinds in columns[:_MOST_COLUMNS]:
        told = {"place": column_text(column), "kinds": _kinds(kinds, language)}
        yield Text("redact.column_line", told)
    if len(columns) > _MOST_COLUMNS:
        yield Text("redact.more_columns", {"columns": len(columns) - _MOST_COLUMNS})
    if outcome.left is None:
        yield from _places(tally, language)
    elif outcome.left.found:
        yield Text("redact.left_places")
        yield from _places(outcome.left, language)


def _places(tally: Tally, language: Language) -> Iterator[Text]:
    yield Text("redact.places", {"places": len(tally.places)})
    for place in tally.places:
        between = "、" if language == "zh" else ", "
        kinds = between.join(
            dict.fromkeys(say(kind_text(kind), language) for kind in place.kinds)
        )
        yield Text("redact.place_line", {"place": place_text(place), "kinds": kinds})


def place_text(place: Place) -> Text:
    """Where a place is."""
    column = column_text(place.column)
    if not place.row:
        return column
    # As text: a row number takes no thousands separator.
    return Text("redact.row_of", {"row": str(place.row), "column": column})


def column_text(column: Column) -> Text:
    """Which column (or part of a workbook) it is."""
    if not column.letter:
        shown = column.heading or column.sheet
        return Text("redact.part", {"part": shown}) if shown else Text("redact.line")
    told = {"letter": column.letter, "heading": column.heading, "sheet": column.sheet}
    code = "redact.column_named" if column.heading else "redact.column_bare"
    text = Text(code, told)
    return Text("redact.in_sheet", {**told, "column": text}) if column.sheet else text


def kind_text(kind: str) -> Text:
    """The words of a kind of personal data."""
    return Text(f"redact.kind_{kind}")


def _kinds(kinds: Counter[str], language: Language) -> str:
    counted = (
        f"{say(kind_text(kind), language)} {count:,}"
        for kind, count in kinds.most_common()
    )
    return " · ".join(counted)


def _opaque(outcome: Outcome, language: Language) -> Iterator[Text]:
    opaque = outcome.tally.opaque
    if opaque.total():
        things = " · ".join(
            f"{say(Text(f'redact.opaque_{kind}'), language)} {count:,}"
            for kind, count in opaque.items()
        )
        yield Text("redact.opaque", {"things": things})


def verdict(outcome: Outcome) -> Iterator[Text]:
    """What to do, and the legal line that is crossed."""
    tally, left = outcome.tally, outcome.left
    if left is None:
        if tally.found:
            yield Text("redact.do_not_send", {"file": outcome.file})
            yield from _law(tally)
        elif not tally.opaque.total():
            yield Text("redact.may_send")
        return
    if left.found:
        yield Text("redact.copy_left", {"copy": outcome.copy, "found": left.found})
    else:
        yield Text("redact.copy_clean", {"copy": outcome.copy, "found": tally.found})


def _law(tally: Tally) -> Iterator[Text]:
    told = {
        "records": tally.records,
        "line": CRIMINAL_RECORDS,
        "staff": CRIMINAL_RECORDS_STAFF,
    }
    if tally.records >= CRIMINAL_RECORDS:
        yield Text("redact.law_all", told)
    elif tally.records >= CRIMINAL_RECORDS_STAFF:
        yield Text("redact.law_staff", told)
