"""Codes: QR, Micro QR, rMQR, Data Matrix, Aztec and PDF417 in a frame.

What it does not do: read bar codes, judge what a code says, or repair a code
whose own error correction gives up: nothing is ever half read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import zxingcpp

from shopwarden.sources.pictures.planes import planes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PIL import Image

    from shopwarden.sources.pictures.planes import Plane

_KINDS = zxingcpp.BarcodeFormat
_QR = (_KINDS.QRCode,)  # with Micro QR and rMQR
_EVERY = (_KINDS.QRCode, _KINDS.DataMatrix, _KINDS.Aztec, _KINDS.PDF417)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says, its kind, and its corners in pixels of the picture shown."""

    text: str
    format: str
    box: tuple[tuple[int, int], ...]


def codes_of(frame: Image.Image, given_up: Callable[[], bool]) -> tuple[Code, ...]:
    """The codes of one frame, each said once, in the order they were found."""
    found: dict[tuple[str, str], Code] = {}
    for plane in planes(frame):
        if given_up():
            break
        for code in _read(plane):
            found.setdefault((code.format, code.text), code)
    return tuple(found.values())


def _read(plane: Plane) -> Iterable[Code]:
    for code in zxingcpp.read_barcodes(
        plane.pixels,
        formats=_EVERY if plane.every_kind else _QR,
        try_rotate=True,
        try_downscale=True,
        try_invert=True,
        text_mode=zxingcpp.TextMode.Plain,  # what a phone would act on
    ):
        if code.text:
            yield Code(code.text, code.format.name, _box(code.position, plane.span))


def _box(place: zxingcpp.Position, span: float) -> tuple[tuple[int, int], ...]:
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((round(at.x * span), round(at.y * span)) for at in corners)
