"""`shopwarden screen FILE|-`: the check bench; one JSON line for each text."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shopwarden.cli.output import put, tell
from shopwarden.errors import InputError
from shopwarden.report.screened import answer, fault, loudest, picture_of
from shopwarden.screening.texts import text_screener
from shopwarden.sources.inputs import read_inputs
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from io import BufferedReader

    from shopwarden.sources.inputs import TextInput
    from shopwarden.words import Language

FOUND = 10
_BATCH = 4096
_HEAD = 4096
_LANES = ("ring", "today", "weekly")


def run(options: argparse.Namespace, language: Language) -> int:
    """Screen texts or a picture; 10 if `--fail-on` finds something that loud."""
    seen, bad = set[str](), 0
    with _opened(options.path) as stream:
        for shown in _answers(stream, options, language):
            put(json.dumps(shown, ensure_ascii=False, separators=(",", ":")))
            seen.add(loudest(shown))
            bad += "problem" in shown
    if bad:
        tell(Text("cli.screen_bad", {"count": bad}), language, to=sys.stderr)
    loud = _LANES[: _LANES.index(options.fail_on) + 1] if options.fail_on else ()
    return FOUND if seen & set(loud) else 0


def _opened(path: str) -> AbstractContextManager[BufferedReader]:
    if path == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    if not Path(path).is_file():
        raise InputError("cli.path_missing", path=path)
    return Path(path).open("rb")


def _answers(
    stream: BufferedReader, options: argparse.Namespace, language: Language
) -> Iterator[dict[str, Any]]:
    if looks_like_picture(stream.peek(_HEAD)):
        yield _picture(stream.read(), options, language)
        return
    inputs = iter(read_inputs(stream, options.path))
    while batch := list(islice(inputs, _BATCH)):
        yield from _screened(batch, options)


def looks_like_picture(head: bytes) -> bool:
    """Whether the first bytes are a picture's; imports no decoder for a text."""
    return not head.isascii() and _is_picture(head)


def _is_picture(head: bytes) -> bool:
    from shopwarden.sources.pictures import is_picture  # noqa: PLC0415 - decoders load slowly

    return is_picture(head)


def _picture(
    data: bytes, options: argparse.Namespace, language: Language
) -> dict[str, Any]:
    from shopwarden.screening.pictures import screen_picture  # noqa: PLC0415 - the same
    from shopwarden.sources.pictures import ocr_note, read_picture  # noqa: PLC0415

    read = read_picture(data, ocr=True)
    note = ocr_note(read.ocr)
    if note is not None:
        tell(note, language, to=sys.stderr)
    judged = screen_picture(read, kind=options.kind, direction=options.direction)
    name = "-" if options.path == "-" else Path(options.path).name
    labels = text_screener().rules.labels
    shown = answer(name, judged.found, options.direction, labels)
    return {**shown, "picture": picture_of(read, judged)}


def _screened(
    batch: list[TextInput], options: argparse.Namespace
) -> Iterable[dict[str, Any]]:
    """The answers of a batch, in its order; texts of one kind at once."""
    screener = text_screener()
    labels = screener.rules.labels
    found: dict[int, dict[str, Any]] = {}
    by_kind: dict[str, list[int]] = {}
    for at, each in enumerate(batch):
        if each.fault:
            found[at] = fault(each.id, each.fault)
        else:
            by_kind.setdefault(each.kind or options.kind, []).append(at)
    for kind, places in by_kind.items():
        texts = [batch[at].text for at in places]
        directions = [batch[at].direction or options.direction for at in places]
        screened = screener.screen(texts, kind=kind, directions=directions)
        for at, one, by in zip(places, screened, directions, strict=True):
            found[at] = answer(batch[at].id, one, by, labels)
    return (found[at] for at in range(len(batch)))
