"""Lettering: the text in a picture, by an engine that may not be installed.

OCR is the extra `ocr` (its model is inside the wheel, nothing is fetched). It
is heavy and slow beside the reading of codes, so it is loaded at first use
and asked for one picture at a time. Pictures are cut into pieces about as
large as a phone's screen: the engine shrinks what is larger until it is
illegible, and unfolds what is thin until memory is full.

What it does not do: say where a line stands, or correct what was misread.

>>> ocr_note("done") is None
True
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shopwarden.sources.pictures.patience import within
from shopwarden.words import Text

OcrState = Literal["done", "missing", "off", "timeout", "failed"]
# BGR pixels → (lines of (corners, text, score) or None, times).
Engine = Callable[[NDArray[np.uint8]], tuple[Sequence[Sequence[Any]] | None, Any]]

_LONGEST = 2_000  # pixels; the engine shrinks what is longer
_BROADEST = 1_600  # of the short side; what is broader is scaled down
_NARROWEST, _SLIMMEST = 320, 3  # what is narrower, or slimmer than 1 : 3, is padded
_OVERLAP = 160  # pixels; a line of half that height is whole in one piece
_WHITE = (255, 255, 255)
_ONE_AT_A_TIME = threading.Lock()


def ocr_note(state: OcrState) -> Text | None:
    """What to tell the person where text was wanted but not read."""
    return None if state in ("done", "off") else Text(f"pictures.ocr_{state}")


def legible(frame: Image.Image) -> Image.Image:
    """An RGB picture, its short side within what the engine reads well."""
    picture, short = frame.convert("RGB"), min(frame.size)
    if short > _BROADEST:
        size = tuple(max(1, side * _BROADEST // short) for side in frame.size)
        return picture.resize((size[0], size[1]), Image.Resampling.BOX)
    least = max(_NARROWEST, min(max(frame.size), _LONGEST) // _SLIMMEST)
    if short < least:
        size = tuple(max(side, least) for side in frame.size)
        padded = Image.new("RGB", (size[0], size[1]), _WHITE)
        padded.paste(picture)
        return padded
    return picture


def text_of(
    pages: Sequence[Image.Image], seconds: float, engine: Engine | None = None
) -> tuple[str, OcrState]:
    """The lines of `legible` pages, each line once, and how it went.

    Of a page that takes too long ("timeout") it is the lines read until then.
    """
    lines: list[str] = []
    state: OcrState = "done"
    try:
        within(seconds, lambda given_up: _read(pages, engine, lines, given_up))
    except ImportError:
        state = "missing"
    except TimeoutError:
        state = "timeout"
    except Exception:  # noqa: BLE001 - of a foreign engine; the codes still count
        state = "failed"
    return "\n".join(dict.fromkeys(lines)), state


def _read(
    pages: Sequence[Image.Image],
    engine: Engine | None,
    lines: list[str],
    given_up: threading.Event,
) -> None:
    """Add the lines of all pages to `lines`, piece by piece."""
    # Whoever was given up may still hold the engine; the next one's wait for it
    # counts as its own time.
    with _ONE_AT_A_TIME:
        read = engine or _installed()
        for page in pages:
            for piece, owned, axis in _pieces(page):
                if given_up.is_set():
                    return
                lines += _owned_lines(read(_bgr(piece))[0] or (), owned, axis)


@cache
def _installed() -> Engine:
    """The engine of the extra `ocr`; ImportError where it is not installed."""
    engine: Engine = import_module("rapidocr_onnxruntime").RapidOCR()
    return engine


def _bgr(picture: Image.Image) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.asarray(picture)[..., ::-1])


def _pieces(
    page: Image.Image,
) -> Iterator[tuple[Image.Image, tuple[float, float], int]]:
    """Overlapping pieces, the stretch whose lines each owns, and its axis."""
    axis = 1 if page.height >= page.width else 0  # y or x
    length = max(page.size)
    start, last = 0, False
    while not last:
        end = min(start + _LONGEST, length)
        last = end == length
        box = (0, start, page.width, end) if axis else (start, 0, end, page.height)
        owned = (
            _OVERLAP / 2 if start else 0.0,
            end - start if last else end - start - _OVERLAP / 2,
        )
        yield page.crop(box), owned, axis
        start = end - _OVERLAP


def _owned_lines(
    lines: Sequence[Sequence[Any]], owned: tuple[float, float], axis: int
) -> Iterator[str]:
    """The texts of those lines whose middle lies in the piece's own stretch."""
    for corners, text, *_ in lines:
        along = [float(corner[axis]) for corner in corners]
        middle = sum(along) / len(along)
        if owned[0] <= middle <= owned[1] and str(text).strip():
            yield str(text).strip()
