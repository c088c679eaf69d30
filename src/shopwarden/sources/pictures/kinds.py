"""Kinds: which picture a file is, by its first bytes, never by its name.

Only the kinds below are ever handed to a decoder. HEIC, AVIF, SVG and PDF are
not among them.

>>> kind_of(b"GIF89a"), kind_of(b"BMW X5 floor mats")
('GIF', None)
"""

from __future__ import annotations

# The longest head that is looked at.
HEAD_BYTES = 32

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
# "BM" also begins words; the size of the header that follows does not lie.
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def is_picture(head: bytes) -> bool:
    """Whether a file that begins with `head` is a picture that can be read."""
    return kind_of(head) is not None


def kind_of(head: bytes) -> str | None:
    """PNG, JPEG, WEBP, GIF, BMP, TIFF, or None."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    is_bmp = head.startswith(b"BM") and len(head) >= 18
    if is_bmp and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    return None
