r"""Markup: the XML of a workbook's parts, as pieces that are cut at whole elements.

Each part is checked for being well formed while it is read; a document type is
refused (Office Open XML has none, attacks have). Comments, CDATA and processing
instructions become what they mean, so that patterns see tags and text only.

What it does not do: build a tree, or know what an element means.

>>> "".join(plain_markup(['<a>x<!-- y --><![CDATA[<1>]]></a>']))
'<a>x&lt;1&gt;</a>'
"""

from __future__ import annotations

import codecs
import html
import re
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from shopwarden.sources.exports.limits import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The last branch is for markup that is not well formed: nothing is lost.
TOKEN = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<")
ATTRIBUTE = re.compile(r"([^\s=<>/\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(r"</?(?:[^\s<>/:]+:)?([^\s<>/:]+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML cannot hold, and what would be read as an escape.
_TO_ESCAPE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_LONE = re.compile(r"[\ud800-\udfff]")


def decoded(pieces: Iterable[bytes], *, checked: bool = True) -> Iterator[str]:
    """The text of a part; raises UnreadableError where it is not well formed."""
    parser = expat.ParserCreate() if checked else None
    if parser is not None:
        parser.StartDoctypeDeclHandler = _refuse
    decoder: codecs.IncrementalDecoder | None = None
    try:
        for piece in pieces:
            if parser is not None:
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keyword
            if decoder is None:
                decoder = codecs.getincrementaldecoder(encoding_of(piece))()
            yield decoder.decode(piece)
        if parser is not None:
            parser.Parse(b"", True)  # noqa: FBT003 - the same
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise UnreadableError("sources.file_damaged_workbook") from error


def encoding_of(head: bytes) -> str:
    """The encoding of a part: UTF-8, or UTF-16 with its mark."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if wide:
        return "utf-16"
    declared = re.match(
        rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", head
    )
    name = declared[1].lower() if declared else b"utf-8"
    if name not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise UnreadableError("sources.file_damaged_workbook")
    return "utf-8"


def _refuse(*_: object) -> None:
    raise UnreadableError("sources.file_damaged_workbook")


def plain_markup(pieces: Iterable[str]) -> Iterator[str]:
    """The same markup without comments, CDATA and processing instructions."""
    carry = ""
    for piece in pieces:
        text, carry = _settled(carry + piece)
        yield text
    yield carry


def _settled(text: str) -> tuple[str, str]:
    """Markup made plain as far as it is whole, and the rest."""
    parts, at = [], 0
    while True:
        begin = _next_special(text, at)
        if begin < 0:
            break
        parts.append(text[at:begin])
        mark, end = next(
            (each for each in _SPECIALS if text.startswith(each[0], begin)), ("", "")
        )
        close = text.find(end, begin + len(mark)) if mark else -1
        if close < 0:
            return "".join(parts), text[begin:]
        if mark == "<![CDATA[":
            parts.append(escape(text[begin + len(mark) : close]))
        elif text.startswith("<?xml ", begin):
            parts.append(text[begin : close + len(end)])
        at = close + len(end)
    rest = text[at:]
    if rest.endswith("<"):
        return "".join([*parts, rest[:-1]]), "<"
    return "".join([*parts, rest]), ""


_SPECIALS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


def _next_special(text: str, at: int) -> int:
    places = [
        place for place in (text.find("<!", at), text.find("<?", at)) if place >= 0
    ]
    return min(places, default=-1)


def whole_elements(pieces: Iterable[str], name: str) -> Iterator[str]:
    """The markup cut behind end tags of `name` ("" for all in one piece).

    An element is never cut in two, so that its texts can be seen together.
    """
    if not name:
        yield "".join(pieces)
        return
    last = re.compile(rf"(?s).*(?:</(?:[^\s<>/:]+:)?{name}\s*>)")
    carry = ""
    for piece in pieces:
        carry += piece
        cut = last.match(carry)
        if cut:
            yield carry[: cut.end()]
            carry = carry[cut.end() :]
    yield carry


def local_name(tag: str) -> str:
    """The name of a tag without its prefix."""
    named = _NAME.match(tag)
    return named[1] if named else ""


def unescaped(text: str) -> str:
    """The text behind references; also behind `_x0031_`, as spreadsheets read it."""
    if "&" in text:
        text = html.unescape(text)
    if "_x" in text:
        text = _LONE.sub("\ufffd", _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text))
    return text


def escaped(text: str) -> str:
    """A text for between tags."""
    return escape(_guarded(text))


def quoted(text: str) -> str:
    """A text as an attribute's value, in quotes."""
    entities = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return quoteattr(_guarded(text), entities)


def _guarded(text: str) -> str:
    if text.isprintable() and "_x" not in text:
        return text
    return _TO_ESCAPE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, by name without prefix, unescaped."""
    return {
        name.rpartition(":")[2]: unescaped(value[1:-1])
        for name, value in ATTRIBUTE.findall(tag)
    }


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """The tag with an attribute set, or without it (None)."""
    pattern = re.compile(rf"\s+(?:[^\s=<>/:\"']+:)?{name}\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    bare = pattern.sub("", tag, count=1)
    if value is None:
        return bare
    at = len(bare) - (2 if bare.endswith("/>") else 1)
    return f"{bare[:at].rstrip()} {name}={quoted(value)}{bare[at:]}"
