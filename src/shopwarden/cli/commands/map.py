"""`shopwarden map FILE`: guess what the columns of a table mean; save it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.errors import InputError
from shopwarden.records.problem import Problem
from shopwarden.sources.exports.columns import fields, known_headings
from shopwarden.sources.exports.raw import open_sheets
from shopwarden.sources.mapping import guess
from shopwarden.sources.mapping_file import add_mapping, lacking, shown_mapping
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.words import Language


def run(options: argparse.Namespace, language: Language) -> int:
    """Show the guess for each table in the file, and save it if asked."""
    path = Path(options.path)
    if not path.exists():
        raise InputError("cli.path_missing", path=options.path)
    read = 0
    for sheet in open_sheets([path], known_headings=known_headings()):
        if isinstance(sheet, Problem):
            tell(sheet.reason, language)
            tell(sheet.hint, language)
            continue
        read += 1
        mapping = guess(sheet)
        if not mapping.facts:
            # Saved, it would make the whole of columns.yaml unreadable.
            tell(Text("cli.map_nothing", {"name": sheet.name}), language)
            continue
        tell(Text("cli.map_sheet", {"name": sheet.name}), language)
        put(shown_mapping(mapping))
        missing = lacking(mapping)
        if missing:
            # Saved, it would make the whole of columns.yaml unreadable.
            told = {"fields": ", ".join(map(_called, missing))}
            tell(Text("cli.map_lacking", told), language)
        elif options.save:
            add_mapping(Path(options.save), mapping)
            tell(Text("cli.map_saved", {"path": options.save}), language)
    if not read:
        raise InputError("cli.nothing_read")
    return 0


def _called(name: str) -> str:
    """A field with the heading most tables give it: order (订单号)."""
    known = (*fields()[name].ours, *fields()[name].jd, *fields()[name].also)
    return f"{name} ({known[0]})" if known else name
