"""ZIP archives: what they declare, checked, and members as bounded streams.

The list of entries is checked as a whole (count, names, sizes, ratio)
before any member is opened; each member is then decompressed by hand, so
that more bytes than declared stop the reading, not the machine.

What it does not do: extract to disk, or handle methods other than stored
and deflate. Names are only shown; one that points outside is refused.

>>> decoded_name("订单.csv".encode("gbk").decode("cp437"), utf8=False)
'订单.csv'
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Self

from shopwarden.sources.exports.limits import MEBI, Limits, UnreadableError, too_swollen

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.sources.exports.origin import Origin

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, as declared."""

    name: str
    size: int  # uncompressed
    packed: int  # compressed
    crc: int
    deflated: bool
    header_offset: int


@dataclass(frozen=True, slots=True)
class Directory:
    """The checked members of an archive, and how to open the archive again."""

    members: tuple[Member, ...]
    opener: Callable[[], BinaryIO]

    def open(self, member: Member, limits: Limits) -> MemberStream:
        """The bytes of `member` from the start."""
        handle = self.opener()
        try:
            return MemberStream(handle, member, limits)
        except BaseException:
            handle.close()
            raise


def is_workbook(found: Directory) -> bool:
    """Whether the archive is an Office Open XML workbook."""
    return any(member.name.startswith("xl/") for member in found.members)


def directory(origin: Origin, limits: Limits) -> Directory:
    """The checked list of entries of a ZIP; raises UnreadableError."""
    opener = _seekable(origin, limits)
    with opener() as handle:
        _check_list_size(handle, limits)
        try:
            with zipfile.ZipFile(handle) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, struct.error) as error:
            raise UnreadableError("sources.file_damaged_archive") from error
        except NotImplementedError as error:
            raise UnreadableError("sources.file_archive_method") from error
    _check_entries(entries, origin.size, limits)
    files = tuple(_member(entry) for entry in entries if not entry.is_dir())
    if any(_points_outside(member.name) for member in files):
        raise UnreadableError("sources.file_strange_names")
    if not files:
        raise UnreadableError("sources.file_empty")
    return Directory(files, opener)


def _seekable(origin: Origin, limits: Limits) -> Callable[[], BinaryIO]:
    if origin.path is not None:
        path = origin.path
        return lambda: path.open("rb")
    data = origin.load(limits)
    return lambda: io.BytesIO(data)


def _check_list_size(handle: BinaryIO, limits: Limits) -> None:
    """Bound the list of entries before anything builds it in memory."""
    size = handle.seek(0, io.SEEK_END)
    handle.seek(max(0, size - (1 << 16) - 98))
    tail = handle.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise UnreadableError("sources.file_damaged_archive")
    (list_size,) = struct.unpack_from("<I", tail, end + 12)
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if list_size == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 48:
        (list_size,) = struct.unpack_from("<Q", tail, wide + 40)
    if list_size > limits.entries * 512:
        raise UnreadableError("sources.file_many_entries", limit=limits.entries)


def _check_entries(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise UnreadableError("sources.file_many_entries", limit=limits.entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableError("sources.file_encrypted")
    if any(entry.header_offset < 0 or not entry.filename for entry in entries):
        raise UnreadableError("sources.file_damaged_archive")
    if any(entry.compress_type not in {0, 8} for entry in entries):
        raise UnreadableError("sources.file_archive_method")
    if too_swollen(sum(entry.file_size for entry in entries), size, limits):
        raise UnreadableError("sources.file_swollen", limit=limits.ratio)


def _points_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":"


def _member(entry: zipfile.ZipInfo) -> Member:
    return Member(
        decoded_name(entry.orig_filename, utf8=bool(entry.flag_bits & _UTF8_NAME)),
        entry.file_size,
        entry.compress_size,
        entry.CRC,
        entry.compress_type == zipfile.ZIP_DEFLATED,
        entry.header_offset,
    )


def decoded_name(name: str, *, utf8: bool) -> str:
    """A name as its author saw it: Chinese Windows writes GBK without saying so."""
    if utf8 or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


class MemberStream:
    """A member's bytes in order, never more than it declared.

    A size or checksum that differs from what was declared is UnreadableError.
    """

    def __init__(self, handle: BinaryIO, member: Member, limits: Limits) -> None:
        self._handle, self._member, self._limits = handle, member, limits
        self._left = member.packed
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._crc = self._produced = 0
        self._to_data()

    def _to_data(self) -> None:
        self._handle.seek(self._member.header_offset)
        header = self._handle.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise UnreadableError("sources.file_damaged_archive")
        _, name_size, extra_size = _LOCAL_HEADER.unpack(header)
        self._handle.seek(name_size + extra_size, io.SEEK_CUR)

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes (-1: all that is left)."""
        if size <= 0:
            return b"".join(iter(lambda: self.read(MEBI), b"")) if size else b""
        data = self._inflate(size) if self._member.deflated else self._packed(size)
        self._crc = zlib.crc32(data, self._crc)
        self._produced += len(data)
        self._check(ended=not data)
        return data

    def _inflate(self, size: int) -> bytes:
        while not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._packed(_PIECE)
            try:
                data = self._inflater.decompress(packed, size)
            except zlib.error as error:
                raise UnreadableError("sources.file_damaged_archive") from error
            if data or not packed:
                return data
        return b""

    def _packed(self, size: int) -> bytes:
        data = self._handle.read(min(size, self._left))
        self._left -= len(data)
        return data

    def _check(self, *, ended: bool) -> None:
        member = self._member
        if self._produced > member.size:
            raise UnreadableError("sources.file_lies")
        if too_swollen(self._produced, member.packed, self._limits):
            raise UnreadableError("sources.file_swollen", limit=self._limits.ratio)
        if ended and (self._produced, self._crc) != (member.size, member.crc):
            raise UnreadableError("sources.file_damaged_archive")

    def close(self) -> None:
        """Close the archive's handle."""
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
