"""File kinds: what a file is by its first bytes, whatever its ending says.

Back offices hand out HTML and CSV named `.xls`; only the bytes count.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from shopwarden.sources.exports.encoding import marked_encoding
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.zipped import directory, is_workbook

if TYPE_CHECKING:
    from shopwarden.sources.exports.origin import Origin

_HEAD = 4096
_PAGE = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.IGNORECASE
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f]")


class FileKind(Enum):
    """What can be inside."""

    TEXT = "text"
    PAGE = "page"
    WORKBOOK = "workbook"
    ZIP = "zip"
    GZIP = "gzip"


def file_kind(origin: Origin, limits: Limits) -> FileKind:
    """The kind of `origin`; raises UnreadableError for what is no table."""
    if origin.size > limits.file_bytes:
        raise UnreadableError("sources.file_too_big", limit_mib=limits.file_bytes >> 20)
    head = origin.head(_HEAD)
    if not head:
        raise UnreadableError("sources.file_empty")
    if head.startswith(_OLE):
        raise UnreadableError(_ole_code(origin))
    if head.startswith(_FOREIGN):
        raise UnreadableError("sources.file_no_table")
    if head.startswith(_ZIP):
        workbook = is_workbook(directory(origin, limits))
        return FileKind.WORKBOOK if workbook else FileKind.ZIP
    if head.startswith(_GZIP):
        return FileKind.GZIP
    if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return FileKind.PAGE
    if not marked_encoding(head) and 10 * len(_CONTROLS.findall(head)) > len(head):
        raise UnreadableError("sources.file_no_table")
    return FileKind.TEXT


def _ole_code(origin: Origin) -> str:
    """Both the old binary workbook and an encrypted new one are OLE files."""
    if _ENCRYPTED in origin.head(1 << 16):
        return "sources.file_encrypted"
    return "sources.file_old_workbook"
