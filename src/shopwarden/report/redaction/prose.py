r"""Plain text and JSON: line by line, everything outside what is found kept.

In JSON the key before a string is its heading: `"receiver": "李示例"` is replaced
whole, also where it is written with \u escapes. Numbers that are a person's become
strings.

What it does not do: parse JSON as a whole, or find what is cut by a line end.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.errors import InputError
from shopwarden.report.redaction.cover import Mark, verbatim
from shopwarden.report.redaction.headings import FREE, KEPT, is_showable, meaning
from shopwarden.report.redaction.records import LONGEST_LINE
from shopwarden.report.redaction.tally import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shopwarden.report.redaction.cover import Cover
    from shopwarden.report.redaction.tally import Tally
    from shopwarden.report.redaction.textfile import TextFile

_JSON = re.compile(rb"\s*[\[{]\s*[\[{\"\]}0-9tfn-]")
_TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*)"(\s*:)?|(?<![\w.+-])-?[0-9]{7,}(?:\.0+)?(?![\w.])'
)
_OWN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_./:#-]*")
_LINES = 5000


class Unit(NamedTuple):
    """A text within a line: a string, a number, or the whole line."""

    line: int
    start: int
    end: int
    text: str
    key: str
    quoted: bool


def is_json(head: bytes) -> bool:
    """Whether a file that begins so is JSON or JSON lines."""
    return _JSON.match(head) is not None


class ProseFile:
    """A text file on its way through."""

    def __init__(
        self, file: TextFile, cover: Cover, tally: Tally, *, as_json: bool
    ) -> None:
        self._file, self._cover, self._tally = file, cover, tally
        self._units = _strings if as_json else _whole
        self._as_json = as_json

    def run(self, write: Callable[[bytes], object]) -> None:
        """Read all lines, count what they hold, and write them redacted."""
        write(self._file.mark)
        first = 1
        for lines in _batches(self._file.chunks()):
            texts = [self._file.text(line) for line in lines]
            for raw, old, new in zip(
                lines, texts, self._done(texts, first), strict=True
            ):
                kept = old is new
                write(self._file.back(raw if kept else self._file.raw(new, raw)))
            first += len(lines)
        write(self._file.tail())
        self._tally.rows += first - 1

    def _done(self, texts: Sequence[str], first: int) -> list[str]:
        units = [u for at, text in enumerate(texts) for u in self._units(at, text)]
        found = self._cover.find([unit.text for unit in units])
        changed: dict[int, list[tuple[Unit, str]]] = {}
        persons = self._persons(units)
        for unit, marks in zip(units, found, strict=True):
            text, kinds = self._covered(unit, marks, persons.get(unit.line, ()))
            if not kinds:
                continue
            changed.setdefault(unit.line, []).append((unit, text))
            heading = unit.key if is_showable(unit.key) else ""
            self._tally.note(Column("", "", heading), first + unit.line, kinds)
        self._tally.records += len(changed)
        return [
            _spliced(text, changed[at]) if at in changed else text
            for at, text in enumerate(texts)
        ]

    def _persons(self, units: Iterable[Unit]) -> dict[int, list[tuple[str, str]]]:
        """The values under keys that name a person, by line."""
        persons: dict[int, list[tuple[str, str]]] = {}
        for unit in units:
            sense = meaning(unit.key) if unit.key else FREE
            if sense not in {FREE, KEPT} and self._cover.whole(sense, unit.text):
                value = unit.text.strip()
                if len(value) > (1 if sense == "name" else 4):
                    persons.setdefault(unit.line, []).append((value, sense))
        return persons

    def _covered(
        self, unit: Unit, marks: Sequence[Mark], persons: Sequence[tuple[str, str]]
    ) -> tuple[str, tuple[str, ...]]:
        sense = meaning(unit.key) if unit.key else FREE
        if sense == KEPT and _OWN.fullmatch(unit.text):
            return "", ()
        if sense not in {FREE, KEPT}:
            whole = self._cover.whole(sense, unit.text)
            if whole is not None:
                return whole
        more = verbatim(unit.text, marks, persons) if sense == FREE else marks
        return self._cover.replaced(unit.text, more)


def _whole(at: int, text: str) -> Iterator[Unit]:
    yield Unit(at, 0, len(text), text, "", quoted=False)


def _strings(at: int, text: str) -> Iterator[Unit]:
    """The strings and long numbers of a line, each with the key before it.

    A line that is cut within a string is looked at as a whole.
    """
    if text.count('"') - text.count('\\"') & 1:
        yield from _whole(at, text)
        return
    key = ""
    for token in _TOKEN.finditer(text):
        inner, colon = token.groups()
        if inner is None:
            yield Unit(at, *token.span(), token[0].partition(".")[0], key, quoted=True)
        elif colon:
            key = _unescaped(inner)
            yield Unit(at, token.start(), token.end(1) + 1, key, "", quoted=True)
        else:
            yield Unit(at, *token.span(), _unescaped(inner), key, quoted=True)


def _unescaped(inner: str) -> str:
    if "\\" not in inner:
        return inner
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return inner


def _spliced(line: str, changes: Sequence[tuple[Unit, str]]) -> str:
    parts, at = [], 0
    for unit, text in changes:
        shown = json.dumps(text, ensure_ascii=False) if unit.quoted else text
        parts += [line[at : unit.start], shown]
        at = unit.end
    return "".join([*parts, line[at:]])


def _batches(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines with their ends, some at a time."""
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if len(rest) > LONGEST_LINE:
            raise InputError("redact.line_long", limit_mib=LONGEST_LINE >> 20)
        for at in range(0, len(lines), _LINES):
            yield [line + b"\n" for line in lines[at : at + _LINES]]
    if rest:
        yield [rest]
