"""Archives: the files inside a ZIP or gzip file, as origins of their own.

What it does not do: decide what is inside, or go deeper than one level; the
caller asks again for archives within archives.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO, Self

from shopwarden.sources.exports.kinds import FileKind
from shopwarden.sources.exports.limits import MEBI, Limits, UnreadableError, too_swollen
from shopwarden.sources.exports.origin import read_some
from shopwarden.sources.exports.trouble import note
from shopwarden.sources.exports.walk import is_hidden, is_table_name
from shopwarden.sources.exports.zipped import Directory, Member, directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.origin import Origin, Stream

_GZIP_WINDOW = 31  # zlib's way to ask for the gzip format
_PIECE = 1 << 16


def contents(
    origin: Origin, kind: FileKind, limits: Limits
) -> Iterator[Origin | Problem]:
    """The files inside `origin`, sorted by name; a note for each that is no table."""
    if kind is FileKind.GZIP:
        yield _unzipped(origin, limits)
        return
    found = directory(origin, limits)
    for member in sorted(found.members, key=lambda member: member.name):
        if is_hidden(member.name):
            continue
        if is_table_name(member.name):
            yield origin.within(
                member.name, member.size, _member_opener(found, member, limits)
            )
        else:
            yield note("sources.file_skipped", f"{origin.name} › {member.name}")


def _member_opener(
    found: Directory, member: Member, limits: Limits
) -> Callable[[], Stream]:
    return lambda: found.open(member, limits)


def _unzipped(origin: Origin, limits: Limits) -> Origin:
    name = origin.file_name
    inner = name[:-3] if name.lower().endswith(".gz") else name
    return origin.within(inner, 0, lambda: GzipStream(origin.open(), limits))


class GzipStream:
    """The bytes of a gzip file in order, within the limits of size and ratio."""

    def __init__(self, packed: BinaryIO | Stream, limits: Limits) -> None:
        self._packed, self._limits = packed, limits
        self._inflater = zlib.decompressobj(_GZIP_WINDOW)
        self._consumed = self._produced = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes (-1: all that is left)."""
        if size <= 0:
            return b"".join(iter(lambda: self.read(MEBI), b"")) if size else b""
        try:
            data = self._inflate(size)
        except zlib.error as error:
            raise UnreadableError("sources.file_damaged_archive") from error
        self._produced += len(data)
        if self._produced > self._limits.file_bytes:
            raise UnreadableError(
                "sources.file_too_big", limit_mib=self._limits.file_bytes >> 20
            )
        if too_swollen(self._produced, self._consumed, self._limits):
            raise UnreadableError("sources.file_swollen", limit=self._limits.ratio)
        return data

    def _inflate(self, size: int) -> bytes:
        while True:
            packed = self._inflater.unconsumed_tail or self._next_packed()
            if not packed:
                return self._ended()
            data = self._inflater.decompress(packed, size)
            if data:
                return data

    def _next_packed(self) -> bytes:
        """More compressed bytes; a new inflater where another member follows."""
        rest = self._inflater.unused_data if self._inflater.eof else b""
        packed = rest or read_some(self._packed, _PIECE)
        self._consumed += 0 if rest else len(packed)
        if self._inflater.eof and packed.startswith(b"\x1f\x8b"):
            self._inflater = zlib.decompressobj(_GZIP_WINDOW)
        elif self._inflater.eof:
            return b""
        return packed

    def _ended(self) -> bytes:
        if not self._inflater.eof:
            raise UnreadableError("sources.file_damaged_archive")
        return b""

    def close(self) -> None:
        """Close the compressed stream."""
        self._packed.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
