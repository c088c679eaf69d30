"""What screening says of one text, as a JSON object (docs/schemas/screen.schema.json).

It never holds the text or a word of it: places are code points of the
original, reasons are the label's own words.

What it does not do: choose a language: reasons and suggestions come in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.screening.lanes import lane
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.identify import Span
    from shopwarden.engine.screen import Label, Mark, Screened
    from shopwarden.screening.pictures import PictureScreened
    from shopwarden.sources.pictures import PictureRead
    from shopwarden.words import Bilingual

NO_LANE = "none"
_LOUDEST = ("ring", "today", "weekly", NO_LANE)


def answer(
    identifier: str, found: Screened, direction: str, labels: Mapping[str, Label]
) -> dict[str, Any]:
    """The object for one text; labels that weigh most come first."""
    shown = [_label(mark, found, direction, labels) for mark in found.marks]
    shown.sort(key=lambda each: (_LOUDEST.index(each["lane"]), each["label"]))
    return {
        "id": identifier,
        "labels": shown,
        "spans": [_span(span) for span in found.spans],
        "suggestion": _suggestion(shown, labels),
    }


def fault(identifier: str, code: str) -> dict[str, Any]:
    """The object for an input that held no text."""
    text = Text(code)
    return {
        "id": identifier,
        "labels": [],
        "spans": [],
        "suggestion": None,
        "problem": {language: say(text, language) for language in LANGUAGES},
    }


def picture_of(read: PictureRead, judged: PictureScreened) -> dict[str, Any]:
    """What a picture holds, its codes as masked previews."""
    return {
        "width": read.width,
        "height": read.height,
        "ocr": read.ocr,
        "codes": [
            {
                "kind": payload.kind,
                "channel": payload.channel,
                "verified": payload.verified,
                "shown": payload.shown,
                "box": [list(corner) for corner in code.box],
            }
            for code, payload in zip(read.codes, judged.codes, strict=True)
        ],
    }


def loudest(shown: Mapping[str, Any]) -> str:
    """The loudest lane of an answer."""
    lanes = [label["lane"] for label in shown["labels"]]
    return min(lanes, key=_LOUDEST.index, default=NO_LANE)


def _label(
    mark: Mark, found: Screened, direction: str, labels: Mapping[str, Label]
) -> dict[str, Any]:
    about = labels[mark.label.partition(":")[0]]
    chosen = lane(mark, found, direction)
    told = {
        "label": mark.label,
        "strength": mark.strength,
        "lane": NO_LANE if chosen is None else chosen.value,
        "evasion": mark.hidden,
        "rule": mark.rule,
        "places": [list(place) for place in mark.places],
        "title": _both(about.title),
        "reason": _both(about.because),
    }
    if about.clause:
        told["clause"] = {"text": about.clause, "verified": about.verified}
    return told


def _span(span: Span) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "type": str(span.type),
        "strength": span.strength,
    }


def _suggestion(
    shown: list[dict[str, Any]], labels: Mapping[str, Label]
) -> dict[str, str] | None:
    """What to say or do instead, by the label that weighs most."""
    if not shown:
        return None
    return _both(labels[shown[0]["label"].partition(":")[0]].do)


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
