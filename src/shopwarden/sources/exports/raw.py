"""Raw tables: from paths to named columns of cleaned text.

    for sheet in open_sheets([Path("exports")], known_headings=known):
        if isinstance(sheet, Problem):
            ...                                   # a file that was refused
        else:
            for batch in sheet.batches([0, 4]):   # two columns, in file order
                batch.rows, batch.columns

A path is a file or a folder; a file may be CSV, TSV, a workbook, a page
saved or pasted as HTML, or any of them in a ZIP or gzip archive. Nothing is
extracted to disk, nothing is fetched, and of a text table only the asked
columns are ever decoded. One bad file is one Problem; the others go on.

What it does not do: know what a column means, or turn text into numbers.

>>> list(open_sheets([], known_headings=frozenset()))
[]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.problem import Problem
from shopwarden.sources.exports.archive import contents
from shopwarden.sources.exports.delimited import delimited_sheet
from shopwarden.sources.exports.kinds import FileKind, file_kind
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.pasted import page_sheets
from shopwarden.sources.exports.table import Batch, Sheet
from shopwarden.sources.exports.trouble import refusal
from shopwarden.sources.exports.walk import found_files
from shopwarden.sources.exports.workbook import workbook_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from shopwarden.sources.exports.origin import Origin

__all__ = ["Batch", "Limits", "Sheet", "open_sheets", "opened"]

NESTED = 2


def open_sheets(
    paths: Sequence[Path],
    *,
    known_headings: frozenset[str],
    limits: Limits = Limits(),  # noqa: B008 - frozen, so sharing it is safe
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Sheet | Problem]:
    """Every table found under `paths`, in sorted order, and what was refused.

    `known_headings` tell the heading row from what stands above it. Read a
    sheet before asking for the next one: a workbook is held only that long.
    `progress(name, bytes_done, bytes_total)` is called while rows are read,
    in bytes of the file on disk. Nothing is raised for a bad file.
    """
    for found in found_files(paths, limits, progress):
        if isinstance(found, Problem):
            yield found
        else:
            yield from opened(found, known_headings, limits)


def opened(
    origin: Origin, known: frozenset[str], limits: Limits, depth: int = NESTED
) -> Iterator[Sheet | Problem]:
    """The tables of one `origin`, archives opened `depth` levels deep."""
    try:
        yield from _tables(origin, known, limits, depth)
    except UnreadableError as error:
        yield refusal(error, origin.name)


def _tables(
    origin: Origin, known: frozenset[str], limits: Limits, depth: int
) -> Iterator[Sheet | Problem]:
    """The tables of one file, by what its bytes say it is."""
    kind = file_kind(origin, limits)
    if kind is FileKind.WORKBOOK:
        yield from workbook_sheets(origin, known, limits)
    elif kind is FileKind.PAGE:
        yield from page_sheets(origin, known, limits)
    elif kind is FileKind.TEXT:
        yield delimited_sheet(origin, known, limits)
    else:
        if not depth:
            raise UnreadableError("sources.file_nested")
        for inner in contents(origin, kind, limits):
            if isinstance(inner, Problem):
                yield inner
            else:
                yield from opened(inner, known, limits, depth - 1)
