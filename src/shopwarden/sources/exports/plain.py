"""Plain text: the bytes of a text file without marks, NULs and UTF-16.

What comes out keeps the file's own encoding (UTF-8 or GB18030), because rows
are found in raw bytes; only UTF-16 is rewritten, as UTF-8. Line ends of old
Macs (a lone carriage return) become line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.sources.exports.encoding import as_utf8, marked_encoding
from shopwarden.sources.exports.origin import read_exactly, read_some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.sources.exports.origin import Origin, Stream

CHUNK_BYTES = 4 << 20
_HEAD = 1 << 16


def plain_text(origin: Origin) -> Plain:
    """The plain text of `origin`; its first bytes are looked at."""
    head = origin.head(_HEAD)
    encoding, mark = marked_encoding(head) or ("", 0)
    text = (
        b"".join(as_utf8([head[mark:]], encoding)) if encoding[:6] == "utf-16" else head
    )
    return Plain(
        origin, encoding, mark, lone_returns=b"\r" in text and b"\n" not in text
    )


class Plain:
    """A text file's bytes, rewritten as said above, as often as asked."""

    def __init__(
        self, origin: Origin, encoding: str, mark: int, *, lone_returns: bool
    ) -> None:
        self._origin = origin
        self._encoding = encoding
        self._mark = mark
        self._lone_returns = lone_returns
        self.nuls = 0  # removed in the last reading

    def head(self, size: int) -> bytes:
        """The first `size` bytes of plain text."""
        data = b""
        for chunk in self._rewritten(_HEAD):
            data += chunk
            if len(data) >= size:
                break
        return data[:size]

    def chunks(self, offset: int) -> Iterator[bytes]:
        """The plain text from `offset` on."""
        for chunk in self._rewritten(CHUNK_BYTES):
            if offset < len(chunk):
                yield chunk[offset:]
            offset = max(0, offset - len(chunk))

    def _rewritten(self, size: int) -> Iterator[bytes]:
        self.nuls = 0
        with self._origin.open() as stream:
            chunks: Iterable[bytes] = _chunks(stream, self._mark, size)
            if self._encoding.startswith("utf-16"):
                chunks = as_utf8(chunks, self._encoding)
            for chunk in chunks:
                yield self._without_nuls(chunk)

    def _without_nuls(self, chunk: bytes) -> bytes:
        if b"\0" in chunk:
            self.nuls += chunk.count(b"\0")
            chunk = chunk.replace(b"\0", b"")
        return chunk.replace(b"\r", b"\n") if self._lone_returns else chunk


def _chunks(stream: Stream, mark: int, size: int) -> Iterator[bytes]:
    if mark:
        read_exactly(stream, mark)
    while chunk := read_some(stream, size):
        yield chunk
