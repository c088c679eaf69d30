"""One file through redaction: chosen by what it is, checked again when written.

What it does not do: word the outcome (`shown`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from shopwarden.errors import InputError, UsageError
from shopwarden.report.output import written
from shopwarden.report.redaction.cover import Cover
from shopwarden.report.redaction.delimited import DelimitedTable
from shopwarden.report.redaction.headings import is_persons, meaning
from shopwarden.report.redaction.outcome import Format, Outcome
from shopwarden.report.redaction.parts import parts_of
from shopwarden.report.redaction.prose import ProseFile, is_json
from shopwarden.report.redaction.records import first_rows, is_even, sniffed_rows
from shopwarden.report.redaction.tally import Tally
from shopwarden.report.redaction.textfile import TextFile
from shopwarden.report.redaction.workbook import Workbook
from shopwarden.sources.exports.kinds import FileKind, file_kind
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.origin import Origin
from shopwarden.sources.exports.zipped import directory
from shopwarden.words import Text

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.words import Language

_LIMITS = Limits()
_HEAD_BYTES = 1 << 16
# A value known only from a later part of the file may stand in an earlier one.
_ROUNDS = 3
_REFUSED = {
    FileKind.PAGE: "redact.page",
    FileKind.ZIP: "redact.archive",
    FileKind.GZIP: "redact.archive",
}


def check(path: Path, language: Language) -> Outcome:
    """What personal data a file holds. Raises InputError."""
    tally = Tally()
    form = _through(path, None, Cover(language), tally)
    return Outcome(str(path), form, tally)


def redact(path: Path, out: Path, language: Language) -> Outcome:
    """Write a redacted copy and check it. Raises InputError, OutputError, UsageError.

    `out` appears whole or not at all.
    """
    if out.exists() and path.exists() and out.samefile(path):
        raise UsageError("redact.same_file", path=str(out))
    _kind(path)  # a file that is refused is told before anything is written
    cover = Cover(language)
    with written(out) as temporary:
        for _ in range(_ROUNDS):
            tally, left = Tally(), Tally()
            with temporary.open("w+b") as target:
                form = _through(path, target, cover, tally)
            _through(temporary, None, cover, left)
            if not left.found:
                break
    return Outcome(str(path), form, tally, str(out), left)


def _kind(path: Path) -> tuple[Origin, FileKind]:
    if not path.is_file():
        raise InputError("redact.no_file", path=str(path))
    try:
        origin = Origin.of_file(path.name, path, path.stat().st_size, None)
        kind = file_kind(origin, _LIMITS)
    except UnreadableError as error:
        raise _told(error, path) from error
    if kind in _REFUSED:
        raise InputError(_REFUSED[kind], path=str(path))
    return origin, kind


def _through(path: Path, target: BinaryIO | None, cover: Cover, tally: Tally) -> Format:
    """Read a file, count what it holds, and write it redacted to `target`."""
    origin, kind = _kind(path)
    try:
        if kind is FileKind.WORKBOOK:
            parts = parts_of(directory(origin, _LIMITS), _LIMITS)
            Workbook(parts, cover, tally).run(target)
            return Format.WORKBOOK
        with path.open("rb") as stream:
            return _text(TextFile.sniffed(stream), target, cover, tally)
    except UnreadableError as error:
        raise _told(error, path) from error


def _text(
    file: TextFile, target: BinaryIO | None, cover: Cover, tally: Tally
) -> Format:
    write = target.write if target is not None else len
    head = file.head(_HEAD_BYTES)
    if is_json(head):
        ProseFile(file, cover, tally, as_json=True).run(write)
        return Format.JSON
    rows = sniffed_rows(head, file.inner)
    if _is_table(file, first_rows(rows, head)):
        DelimitedTable(file, rows, cover, tally).run(write)
        return Format.TABLE
    ProseFile(file, cover, tally, as_json=False).run(write)
    return Format.TEXT


def _is_table(file: TextFile, rows: list[list[bytes]]) -> bool:
    """Whether text is a table: even rows, a row of headings, or a list with one."""
    if is_even(rows):
        return True
    texts = [[file.text(cell).strip(' "') for cell in row] for row in rows]
    if any(sum(map(bool, map(meaning, row))) > 1 for row in texts):
        return True
    return bool(texts) and len(texts[0]) == 1 and is_persons(meaning(texts[0][0]))


def _told(error: UnreadableError, path: Path) -> InputError:
    """A refusal with its hint."""
    told = {"file": path.name, **error.params}
    return InputError(
        "redact.refused",
        reason=Text(error.code, told),
        hint=Text(f"{error.code}_hint", told),
    )
