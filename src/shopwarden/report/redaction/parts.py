"""Parts of a workbook: what each member of the archive is.

What it does not do: read them, but for the two that name the others.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from shopwarden.errors import InputError
from shopwarden.report.redaction.markup import attributes, decoded, plain_markup
from shopwarden.sources.exports.limits import Limits, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.sources.exports.zipped import Directory, Member

PIECE_BYTES = 1 << 20
CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = re.compile(r"<(?:[^\s<>/:]+:)?Relationship\s[^<>]*>")
_SHEET = re.compile(r"<(?:[^\s<>/:]+:)?sheet\s[^<>]*>")
_NAMED = re.compile(r"<(?:[^\s<>/:]+:)?definedName\s[^<>]*>")
_PICTURES = re.compile(
    r"(?i).*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|ico|svg|wdp|mp4|mp3|wav)"
)
_MACROS = re.compile(r"(?i)(?:.*/)?(?:vbaProject|vbaData)[^/]*\.(?:bin|xml)")
_XML = re.compile(r"(?i).*\.(?:xml|rels|vml)|.*/\[?content_types\]?\.xml")
# Saved device settings: they hold the printer's name and paper.
_SETTINGS = re.compile(r"(?i).*printerSettings[^/]*\.bin")
_THUMBNAIL = re.compile(r"(?i)docProps/thumbnail\..*")


class Opaque(StrEnum):
    """What cannot be looked into."""

    PICTURE = "picture"
    OBJECT = "object"
    OTHER = "other"


@dataclass
class Parts:
    """The members by their role; `limits` bound what is read of each."""

    directory: Directory
    limits: Limits
    members: dict[str, Member] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)  # worksheets: part → name
    sheet_names: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    workbook: str = ""
    strings: str = ""
    caches: dict[str, str] = field(default_factory=dict)  # records → definition

    def bytes_of(self, name: str) -> Iterator[bytes]:
        """A member's bytes, piece by piece."""
        with self.directory.open(self.members[name], self.limits) as stream:
            while piece := stream.read(PIECE_BYTES):
                yield piece

    def xml_of(self, name: str) -> Iterator[str]:
        """A member's markup, made plain, piece by piece."""
        # VML is HTML in parts: a line break there is often not closed.
        checked = not name.lower().endswith(".vml")
        return plain_markup(decoded(self.bytes_of(name), checked=checked))

    def whole(self, name: str) -> str:
        """A member's markup in one piece; "" where it is not there."""
        return "".join(self.xml_of(name)) if name in self.members else ""

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id → (type, part)."""
        folder, _, file = name.rpartition("/")
        xml = self.whole(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = {}
        for tag in _RELATIONSHIP.findall(xml):
            each = attributes(tag)
            target = each.get("Target", "")
            path = target[1:] if target.startswith("/") else f"{folder}/{target}"
            kind = each.get("Type", "").rpartition("/")[2]
            found[each.get("Id", "")] = kind, posixpath.normpath(path).lstrip("/")
        return found


def parts_of(directory: Directory, limits: Limits) -> Parts:
    """The parts of a workbook; raises UnreadableError or InputError if refused."""
    parts = Parts(directory, limits)
    for member in directory.members:
        if member.name in parts.members or member.size > limits.declared_bytes:
            code = "sources.file_damaged_workbook"
            if member.name not in parts.members:
                raise UnreadableError(
                    "sources.file_declares_much", limit_mib=limits.declared_bytes >> 20
                )
            raise UnreadableError(code)
        parts.members[member.name] = member
    if any(name.endswith("workbook.bin") for name in parts.members):
        raise UnreadableError("sources.file_old_workbook")
    if any(_MACROS.fullmatch(name) for name in parts.members):
        raise InputError("redact.macros")
    _locate(parts)
    return parts


def _locate(parts: Parts) -> None:
    """Find the workbook, its sheets in order, its strings, its pivot caches."""
    roots = parts.targets("")
    books = [path for kind, path in roots.values() if kind == "officeDocument"]
    parts.workbook = books[0] if books else "xl/workbook.xml"
    xml = parts.whole(parts.workbook)
    targets = parts.targets(parts.workbook)
    for tag in _SHEET.findall(xml):
        each = attributes(tag)
        kind, path = targets.get(each.get("id", ""), ("", ""))
        if path not in parts.members:
            # Read as anything else, its columns would not be known: refused.
            raise UnreadableError("sources.file_damaged_workbook")
        parts.sheet_names.append(each.get("name", ""))
        if kind == "worksheet":
            parts.sheets[path] = each.get("name", "")
    parts.names = [attributes(tag).get("name", "") for tag in _NAMED.findall(xml)]
    for kind, path in targets.values():
        if kind == "sharedStrings":
            parts.strings = path
        elif kind == "pivotCacheDefinition":
            inner = parts.targets(path).values()
            records = [to for of, to in inner if of == "pivotCacheRecords"]
            parts.caches |= dict.fromkeys(records or [f"{path}#"], path)
    if not parts.sheet_names or not parts.workbook.strip() or not xml:
        raise UnreadableError("sources.file_damaged_workbook")


def is_markup(name: str) -> bool:
    """Whether a member is XML."""
    return _XML.fullmatch(name) is not None


def is_thumbnail(name: str) -> bool:
    """Whether a member is the small picture of the first sheet."""
    return _THUMBNAIL.fullmatch(name) is not None


def opaque_kind(name: str) -> Opaque | None:
    """What kind of thing that cannot be looked into a member is; None if none."""
    if is_markup(name) or _SETTINGS.fullmatch(name) or is_thumbnail(name):
        return Opaque.PICTURE if name.lower().endswith(".svg") else None
    if _PICTURES.fullmatch(name):
        return Opaque.PICTURE
    if "embeddings/" in name or "activeX" in name or "ctrlProps" in name:
        return Opaque.OBJECT
    return Opaque.OTHER
