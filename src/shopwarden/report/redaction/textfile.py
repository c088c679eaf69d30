r"""Text files as bytes in which delimiters and line ends are single bytes.

UTF-8 and GB18030 stay as they are; UTF-16 is rewritten as UTF-8 and back, bit by
bit. A byte order mark is kept. Bytes that are no text in the file's encoding
come back as they were.

What it does not do: split lines or cells.

>>> TextFile.sniffed(io.BytesIO("\ufeff张".encode("utf-16-le"))).encoding
'utf-16-le'
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from shopwarden.sources.exports.encoding import marked_encoding, sniff_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK_BYTES = 1 << 20
_HEAD = 1 << 16
_WIDE = ("utf-16-le", "utf-16-be")


@dataclass(frozen=True)
class TextFile:
    """An opened text file and what its first bytes told."""

    stream: BinaryIO
    encoding: str  # of the file
    mark: bytes

    @classmethod
    def sniffed(cls, stream: BinaryIO) -> TextFile:
        """The file with its encoding, looked for until it shows."""
        head = stream.read(_HEAD)
        marked = marked_encoding(head)
        if marked:
            return cls(stream, marked[0], head[: marked[1]])
        if _wide_without_mark(head):
            return cls(stream, _wide_without_mark(head), b"")
        encoding = sniff_encoding(head)
        while encoding == "ascii":
            # The remarks may begin far below; a whole line end is judged too.
            piece = stream.read(CHUNK_BYTES)
            if not piece:
                break
            encoding = sniff_encoding(piece)
        return cls(stream, "utf-8" if encoding == "ascii" else encoding, b"")

    @property
    def inner(self) -> str:
        """The encoding of the bytes handed out."""
        return "utf-8" if self.encoding in _WIDE else self.encoding

    def chunks(self) -> Iterator[bytes]:
        """The bytes behind the mark, in pieces that cut no character of UTF-16."""
        self.stream.seek(len(self.mark))
        if self.encoding not in _WIDE:
            while chunk := self.stream.read(CHUNK_BYTES):
                yield chunk
            return
        decoder = codecs.getincrementaldecoder(self.encoding)("surrogatepass")
        while chunk := self.stream.read(CHUNK_BYTES):
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")

    def head(self, size: int) -> bytes:
        """The first bytes handed out, at least `size` of them if there are."""
        data = b""
        for chunk in self.chunks():
            data += chunk
            if len(data) >= size:
                break
        return data

    def tail(self) -> bytes:
        """An odd byte at the end of a UTF-16 file, which is no text."""
        if self.encoding not in _WIDE:
            return b""
        size = self.stream.seek(0, io.SEEK_END) - len(self.mark)
        self.stream.seek(-1, io.SEEK_END) if size % 2 else None
        return self.stream.read(1) if size % 2 else b""

    def back(self, data: bytes) -> bytes:
        """Bytes that were handed out, as they stand in the file."""
        if self.encoding not in _WIDE:
            return data
        return data.decode("utf-8", "surrogatepass").encode(
            self.encoding, "surrogatepass"
        )

    def text(self, data: bytes) -> str:
        """Some of the bytes as text; what is no text survives the way back."""
        try:
            return data.decode(self.inner)
        except UnicodeDecodeError:
            pass
        try:
            # A file put together from two exports holds both encodings.
            return data.decode(_OTHER[self.inner])
        except UnicodeDecodeError:
            return data.decode(self.inner, "surrogateescape")

    def texts(self, cells: Sequence[bytes]) -> list[str]:
        """Many pieces as texts: at once where all are good."""
        try:
            texts = _BETWEEN.join(cells).decode(self.inner).split("\x1e")
        except UnicodeDecodeError:
            texts = []
        return texts if len(texts) == len(cells) else [*map(self.text, cells)]

    def raws(self, texts: Sequence[str], like: Sequence[bytes]) -> list[bytes]:
        """Many texts in the encoding in which `like` were read."""
        try:
            _BETWEEN.join(like).decode(self.inner)
            raws = "\x1e".join(texts).encode(self.inner).split(_BETWEEN)
        except UnicodeError:
            raws = []
        if len(raws) == len(texts):
            return raws
        return [self.raw(*pair) for pair in zip(texts, like, strict=True)]

    def raw(self, text: str, like: bytes) -> bytes:
        """A text in the encoding in which `text()` read `like`."""
        for encoding in (self.inner, _OTHER[self.inner]):
            try:
                like.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text.encode(encoding)
        return text.encode(self.inner, "surrogateescape")


_BETWEEN = b"\x1e"
_OTHER = {"utf-8": "gb18030", "gb18030": "utf-8"}


def _wide_without_mark(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of ASCII text is 0."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half > 1 and odd > 0.3 * half > even:
        return "utf-16-le"
    if half > 1 and even > 0.3 * half > odd:
        return "utf-16-be"
    return ""
