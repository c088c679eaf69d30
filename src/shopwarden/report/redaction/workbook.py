"""A workbook, redacted part by part into a new archive.

Sheets come first, since they tell what the other parts may repeat (filters, charts,
pivot tables, lists); shared strings last, since only then it is known which are used.
Everything that is not replaced is written as it was; pictures and embedded objects
are copied and counted. The thumbnail of the first sheet is left out.

What it does not do: keep a macro (refused) or a signature valid.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from shopwarden.report.redaction.markup import encoding_of, whole_elements
from shopwarden.report.redaction.parts import (
    CONTENT_TYPES,
    is_markup,
    is_thumbnail,
    opaque_kind,
)
from shopwarden.report.redaction.pivot import PivotCache
from shopwarden.report.redaction.sheet import Worksheet
from shopwarden.report.redaction.strings import SharedStrings
from shopwarden.report.redaction.tally import Column
from shopwarden.report.redaction.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.report.redaction.cover import Cover
    from shopwarden.report.redaction.parts import Parts
    from shopwarden.report.redaction.tally import Tally

# The earliest date an archive can hold: a copy does not tell when it was made.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_THUMBNAIL = re.compile(r"<(?:[^\s<>/:]+:)?Relationship\s[^<>]*thumbnail[^<>]*/>")


class Workbook:
    """One workbook on its way through."""

    def __init__(self, parts: Parts, cover: Cover, tally: Tally) -> None:
        self._parts, self._tally = parts, tally
        cover.remembers = True  # lists, charts and comments repeat what cells hold
        self._texts = Texts(cover)
        self._strings = SharedStrings()
        self._caches: dict[str, PivotCache] = {}
        self._rename()

    def run(self, target: BinaryIO | None) -> None:
        """Read every part, count what it holds, and write it redacted to `target`."""
        parts = self._parts
        if parts.strings in parts.members:
            pieces = whole_elements(parts.xml_of(parts.strings), "si")
            self._strings.read(pieces)
        if target is None:
            for name in self._order():
                for _ in self._written(name):
                    pass
            return
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._order():
                info = zipfile.ZipInfo(name, _MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as stream:
                    for piece in self._written(name):
                        stream.write(piece)

    def _rename(self) -> None:
        """New names for sheets and defined names that hold personal data."""
        cover, renames = self._texts.cover, self._texts.renames
        sheets = self._parts.sheet_names
        named = [*dict.fromkeys(sheets), *dict.fromkeys(self._parts.names)]
        found = cover.find(named)
        for at, (name, marks) in enumerate(zip(named, found, strict=True)):
            if not marks:
                continue
            new = cover.replaced(name, marks)
            if at < len(set(sheets)):
                renames.add_sheet(name, new.text)
            else:
                renames.add_name(name, new.text)
            self._tally.note(Column(self._parts.workbook), 0, new.kinds)

    def _order(self) -> list[str]:
        """The members: the list of types first, sheets, the rest, strings last."""
        parts = self._parts
        first = [CONTENT_TYPES] if CONTENT_TYPES in parts.members else []
        definitions = [p for p in parts.caches.values() if p in parts.members]
        # Who wrote the comments is known before what they wrote.
        people = [n for n in parts.members if "/persons/" in n]
        last = [parts.strings] if parts.strings in parts.members else []
        ordered = dict.fromkeys(
            [*first, *parts.sheets, *definitions, *people, *parts.members]
        )
        names = [n for n in ordered if n not in last and not is_thumbnail(n)]
        return [*names, *last]

    def _written(self, name: str) -> Iterator[bytes]:
        opaque = opaque_kind(name)
        if opaque is not None:
            self._tally.opaque[opaque.value] += 1
        if not is_markup(name):
            yield from self._parts.bytes_of(name)
            return
        encoding = encoding_of(next(self._parts.bytes_of(name), b""))
        marked = False
        for piece in self._markup(name):
            wide = encoding == "utf-16" and marked
            yield piece.encode("utf-16-le" if wide else encoding)
            marked = True

    def _markup(self, name: str) -> Iterable[str]:
        parts = self._parts
        pieces = parts.xml_of(name)
        sheet = parts.sheets.get(name)
        if sheet is not None:
            shown = self._texts.renames.sheets.get(sheet, sheet)
            worksheet = Worksheet(shown, self._strings, self._texts, self._tally)
            return worksheet.covered(whole_elements(pieces, "row"))
        if name == parts.strings:
            return self._strings.written(whole_elements(pieces, "si"), self._texts)
        return self._other(name, pieces)

    def _other(self, name: str, pieces: Iterable[str]) -> Iterable[str]:
        if name in self._parts.caches:
            cache = self._cache(self._parts.caches[name])
            rows = whole_elements(pieces, "r")
            return (cache.records(piece, self._noted(name)) for piece in rows)
        xml = "".join(pieces)
        if name in self._parts.caches.values():
            return [self._cache(name).definition(xml, self._noted(name))]
        if name.endswith("_rels/.rels"):
            xml = _THUMBNAIL.sub("", xml)
        return [self._texts.covered(xml, self._noted(name))]

    def _cache(self, name: str) -> PivotCache:
        return self._caches.setdefault(name, PivotCache(self._texts))

    def _noted(self, name: str) -> _Noted:
        return _Noted(self._tally, name)


class _Noted:
    """Counts what is found in a part under the part's name."""

    def __init__(self, tally: Tally, part: str) -> None:
        self._tally, self._column = tally, Column(part)

    def __call__(self, kinds: tuple[str, ...]) -> None:
        self._tally.note(self._column, 0, kinds)
