"""Planes: a frame as the grey pictures in which codes are looked for.

A reader of codes sees black and white. Each plane below brings out codes that
the plain one hides: small and blurred (sharpened, enlarged), huge (reduced),
of one colour on another of the same lightness (the colour channels), light on
a transparent ground (the ground black), faint as a watermark (stretched).

What it does not do: read anything (`codes`), or stop at the first success: a
harmless code in plain sight must not hide a second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

Pixels = NDArray[np.uint8]

# Measured with benchmarks/qr.py on seeds that its figures do not use.
_WORKABLE = 16_000_000  # pixels; larger frames are reduced for all planes but one
_ENLARGEABLE = 4_000_000  # pixels: a phone's screen and some more
_REDUCIBLE = 2_000_000
_CRISP = ImageFilter.UnsharpMask(radius=1.5, percent=400, threshold=0)
_FIRM = ImageFilter.UnsharpMask(radius=2, percent=200, threshold=0)
_FAINT = 40  # steps of grey into which a watermark may be pressed
_WHITE, _BLACK = 255, 0
_DEEP = ("I", "F")  # more than 8 bits a pixel; "I;16" and its kin too


class Plane(NamedTuple):
    """Grey pixels, how many of the frame's pixels each spans, and for what."""

    pixels: Pixels
    span: float
    every_kind: bool  # look for all kinds of codes, not for QR codes alone


def planes(frame: Image.Image) -> Iterator[Plane]:
    """The planes of one frame, the plain one first, each made when asked for."""
    whole = _in_eight_bits(frame)
    if whole.width * whole.height > _WORKABLE:
        yield Plane(_grey(whole), 1, every_kind=False)
    step = _step(whole, _WORKABLE)
    picture = whole.reduce(step) if step > 1 else whole
    grey = Image.fromarray(_grey(picture))
    yield Plane(_grey(grey), step, every_kind=True)
    for other in _recoloured(picture):
        yield Plane(other, step, every_kind=False)
    for faint in _stretched(_grey(grey)):
        yield Plane(faint, step, every_kind=False)
    for scaled, span in _rescaled(grey):
        yield Plane(_grey(scaled), step * span, every_kind=False)


def on_white(frame: Image.Image) -> Image.Image:
    """The frame as it shows on white paper, in RGB."""
    picture = _in_eight_bits(frame)
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, (_WHITE, _WHITE, _WHITE))
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _in_eight_bits(frame: Image.Image) -> Image.Image:
    """The frame as L, RGB or RGBA; itself, not a copy, where it is that."""
    if frame.mode.startswith(_DEEP):
        return Image.fromarray(_shallow(np.asarray(frame)))
    if frame.mode == "LAB":
        return frame.getchannel(0)
    if frame.mode in ("L", "RGB") and not frame.has_transparency_data:
        return frame
    if frame.has_transparency_data:
        return frame if frame.mode == "RGBA" else frame.convert("RGBA")
    return frame.convert("L" if frame.mode == "1" else "RGB")


def _shallow(deep: NDArray[Any]) -> Pixels:
    """16 and 32 bits a pixel → 8, from the darkest to the lightest one."""
    values = np.nan_to_num(deep.astype(np.float32), copy=False, posinf=0, neginf=0)
    values -= values.min()
    values *= 255 / max(float(values.max()), 1e-9)
    return values.astype(np.uint8)


def _grey(picture: Image.Image, ground: int = _WHITE) -> Pixels:
    """Lightness, what is transparent filled with `ground`."""
    if picture.mode != "RGBA":
        return np.asarray(picture.convert("L"))
    paper = Image.new("L", picture.size, ground)
    paper.paste(picture.convert("L"), mask=picture.getchannel("A"))
    return np.asarray(paper)


def _step(picture: Image.Image, limit: int) -> int:
    """By how much to divide the sides to get below `limit` pixels."""
    return max(1, int(np.ceil((picture.width * picture.height / limit) ** 0.5)))


def _recoloured(picture: Image.Image) -> Iterator[Pixels]:
    """The colour channels, and what a transparent ground hid on white."""
    if picture.mode != "L":
        yield from (_grey(channel) for channel in on_white(picture).split())
    if picture.mode == "RGBA":
        yield _grey(picture, _BLACK)


def _stretched(grey: Pixels) -> Iterator[Pixels]:
    """The lightest and the darkest steps of grey, drawn apart."""
    steps = np.arange(256)
    for start in (255 - _FAINT, 0):
        table = np.clip((steps - start) * 255 // _FAINT, 0, 255).astype(np.uint8)
        yield table[grey]


def _rescaled(grey: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """Sharpened; enlarged if there is room; reduced if there is much."""
    yield grey.filter(_CRISP), 1
    size = grey.width * grey.height
    if size <= _ENLARGEABLE:
        doubled = (grey.width * 2, grey.height * 2)
        yield grey.filter(_FIRM).resize(doubled, Image.Resampling.BICUBIC), 0.5
    if size > _REDUCIBLE:
        yield grey.reduce(2), 2
