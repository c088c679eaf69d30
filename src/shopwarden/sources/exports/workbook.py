"""Workbooks: every worksheet of an XLSX file, as the text its cells show.

The archive is checked before the parser sees it: what each part declares and
really holds, and how far each worksheet reaches (a single cell far out makes
a parser allocate everything between). Formulas give the values they were
saved with.

What it does not do: read the old binary format, or run macros.

>>> cell_text(316000000001.0), cell_text(12.5), cell_text(12345678901234567.0)
('316000000001', '12.5', '1.2345678901234568E+16')
"""

from __future__ import annotations

import datetime as dt
import io
from functools import partial
from typing import TYPE_CHECKING

import python_calamine as calamine

from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.origin import ARROW
from shopwarden.sources.exports.reach import check_reach
from shopwarden.sources.exports.rows import sheet_of_rows
from shopwarden.sources.exports.trouble import refusal
from shopwarden.sources.exports.zipped import directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.origin import Origin
    from shopwarden.sources.exports.table import Sheet
    from shopwarden.sources.exports.zipped import Directory

_EXACT = 2**53  # up to here a float holds every integer
_PIECE = 1 << 20


def workbook_sheets(
    origin: Origin, known: frozenset[str], limits: Limits
) -> Iterator[Sheet | Problem]:
    """The worksheets of a workbook that hold anything; raises UnreadableError."""
    _report(origin, 0)
    _check_parts(directory(origin, limits), limits)
    book = _opened(origin, limits)
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if len(names) > limits.sheets:
        raise UnreadableError("sources.file_many_sheets", limit=limits.sheets)
    for sheet_name in names:
        name = f"{origin.name}{ARROW}{sheet_name}"
        try:
            sheet = _loaded(book, sheet_name)
            if sheet.height:
                rows = partial(_rows, sheet)
                yield sheet_of_rows(name, origin.file_name, rows, known, limits)
        except UnreadableError as error:
            yield refusal(error, name)
    _report(origin, origin.size)


def _report(origin: Origin, done: int) -> None:
    if origin.progress and origin.path:
        origin.progress(origin.name, done, origin.size)


def _check_parts(found: Directory, limits: Limits) -> None:
    """Every part within its declared size, every worksheet within its reach."""
    if any(member.size > limits.declared_bytes for member in found.members):
        raise UnreadableError(
            "sources.file_declares_much", limit_mib=limits.declared_bytes >> 20
        )
    if any(member.name.endswith("workbook.bin") for member in found.members):
        raise UnreadableError("sources.file_old_workbook")
    for member in found.members:
        with found.open(member, limits) as stream:
            pieces = iter(partial(stream.read, _PIECE), b"")
            if member.name.startswith("xl/worksheets/"):
                check_reach(pieces, limits)
            else:
                for _ in pieces:
                    pass


def _opened(origin: Origin, limits: Limits) -> calamine.CalamineWorkbook:
    source = origin.path or io.BytesIO(origin.load(limits))
    try:
        return calamine.CalamineWorkbook.from_object(source)
    except calamine.PasswordError as error:
        raise UnreadableError("sources.file_encrypted") from error
    except BaseException as error:
        raise _unreadable(error) from error


def _loaded(book: calamine.CalamineWorkbook, sheet_name: str) -> calamine.CalamineSheet:
    try:
        return book.get_sheet_by_name(sheet_name)
    except BaseException as error:
        raise _unreadable(error) from error


def _unreadable(error: BaseException) -> BaseException:
    """A parser's error as ours; an interrupt stays what it is.

    A defect of the parser arrives as a PanicException, which is no Exception.
    """
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return UnreadableError("sources.file_damaged_workbook")
    return error


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    """The rows from row 1 on, as text."""
    for row in sheet.iter_rows():
        yield [cell if type(cell) is str else cell_text(cell) for cell in row]


def cell_text(value: object) -> str:
    """A stored value as exact text: what an id, an amount or a date was.

    Integers have no `.0`; numbers too large to be exact keep their exponent,
    so that a damaged id can be told. Fractions have the 15 digits that
    spreadsheets show. Dates are `YYYY-MM-DD HH:MM:SS`.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500_000)
        return f"{rounded:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d} 00:00:00"
    if isinstance(value, dt.time):
        return f"{value:%H:%M:%S}"
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if abs(value) >= _EXACT:
        digits, _, exponent = f"{value!r}".partition("e")
        if not exponent:
            digits, _, exponent = f"{value:.16e}".partition("e")
            digits = digits.rstrip("0").rstrip(".")
        return f"{digits}E+{int(exponent)}"
    return f"{value:.15g}".replace("e", "E")
