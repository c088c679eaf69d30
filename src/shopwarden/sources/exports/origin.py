"""Origins: where a table's bytes come from, opened as often as needed.

A file is opened once to look at its headings and again for each reading of
its rows; a member of an archive is then decompressed again. Bytes are only
ever read in order.

>>> Origin.of_bytes("订单.csv", b"a,b").open().read()
b'a,b'
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from shopwarden.sources.exports.limits import Limits, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Progress = Callable[[str, int, int], None]
ARROW = " › "


class Stream(Protocol):
    """What is needed of an opened origin: bytes in order, then closed."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; b"" at the end."""

    def close(self) -> None:
        """Release what the stream holds."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Named bytes that can be opened again."""

    name: str  # for people
    file_name: str
    size: int  # bytes, as declared
    opener: Callable[[], BinaryIO | Stream]
    path: Path | None = None
    progress: Progress | None = None

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Origin:
        """An origin of bytes already in memory."""
        return cls(name, name, len(data), lambda: io.BytesIO(data))

    @classmethod
    def of_file(
        cls, name: str, path: Path, size: int, progress: Progress | None
    ) -> Origin:
        """An origin of a file on disk, reporting how far it was read."""

        def opened() -> BinaryIO | Stream:
            handle = path.open("rb")
            return _Watched(handle, name, size, progress) if progress else handle

        return cls(name, path.name, size, opened, path, progress)

    def within(
        self, file_name: str, size: int, opener: Callable[[], BinaryIO | Stream]
    ) -> Origin:
        """An origin inside this one."""
        name = f"{self.name}{ARROW}{file_name}"
        return replace(
            self,
            name=name,
            file_name=file_name.replace("\\", "/").rpartition("/")[2],
            size=size,
            opener=opener,
            path=None,
        )

    def open(self) -> BinaryIO | Stream:
        """The bytes from the start; raises UnreadableError if that is not possible."""
        try:
            return self.opener()
        except OSError as error:
            raise UnreadableError(
                "sources.file_unreadable", cause=error.strerror or "I/O error"
            ) from error

    def head(self, size: int) -> bytes:
        """The first `size` bytes."""
        with self.open() as stream:
            return read_exactly(stream, size)

    def load(self, limits: Limits) -> bytes:
        """All bytes, if they are at most `limits.declared_bytes`."""
        with self.open() as stream:
            data = read_exactly(stream, limits.declared_bytes + 1)
        if len(data) > limits.declared_bytes:
            raise UnreadableError(
                "sources.file_declares_much", limit_mib=limits.declared_bytes >> 20
            )
        return data


def read_exactly(stream: BinaryIO | Stream, size: int) -> bytes:
    """`size` bytes, fewer only at the end."""
    parts: list[bytes] = []
    while size > 0:
        part = read_some(stream, min(size, 1 << 20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_some(stream: BinaryIO | Stream, size: int) -> bytes:
    """One read; a disk or share that fails in the middle is UnreadableError."""
    try:
        return stream.read(size)
    except OSError as error:
        raise UnreadableError(
            "sources.file_unreadable", cause=error.strerror or "I/O error"
        ) from error


class _Watched(io.RawIOBase):
    """A file that tells how far it has been read."""

    def __init__(
        self, handle: BinaryIO, name: str, size: int, progress: Progress
    ) -> None:
        self._handle, self._name, self._size = handle, name, size
        self._progress = progress
        self._done = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._handle.read(size)
        self._done = min(self._done + len(data), self._size)
        self._progress(self._name, self._done, self._size)
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._done = self._handle.seek(offset, whence)
        return self._done

    def tell(self) -> int:
        return self._handle.tell()

    def close(self) -> None:
        self._handle.close()
        super().close()
