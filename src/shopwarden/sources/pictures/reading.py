"""Reading: a picture, by path or as bytes → its codes and its text.

What it does not do: judge what it found, write anything, or follow a link.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.errors import InputError
from shopwarden.sources.pictures.codes import Code, codes_of
from shopwarden.sources.pictures.lettering import (
    Engine,
    OcrState,
    legible,
    text_of,
)
from shopwarden.sources.pictures.limits import PictureLimits
from shopwarden.sources.pictures.opening import upright_frames
from shopwarden.sources.pictures.patience import within
from shopwarden.sources.pictures.planes import on_white
from shopwarden.words import Text

if TYPE_CHECKING:
    import threading

    from PIL import Image

_LIMITS = PictureLimits()


@dataclass(frozen=True, slots=True)
class PictureRead:
    """What a picture holds; `text` is whole only where `ocr` is "done"."""

    width: int
    height: int
    codes: tuple[Code, ...]
    text: str
    ocr: OcrState


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look at all frames gave; pages only where text is wanted."""

    size: tuple[int, int]
    codes: tuple[Code, ...]
    pages: tuple[Image.Image, ...]


def read_picture(
    path_or_bytes: Path | str | bytes,
    *,
    ocr: bool = False,
    limits: PictureLimits = _LIMITS,
    engine: Engine | None = None,
) -> PictureRead:
    """The codes of a picture and, with `ocr`, its lines of text.

    InputError, with words, where it is too big, broken, or no picture. Sizes
    and corners are those of the picture as shown, turned as its EXIF data
    ask. `engine` replaces the one that the extra `ocr` installs.
    """
    name, data = _named(path_or_bytes, limits)
    # Decoders warn of harmless flaws in foreign files; it is not ours to print.
    # Filters are the process's, so this covers the threads within.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            seen = within(
                limits.seconds,
                lambda given_up: _look(data, name, limits, given_up, keep=ocr),
            )
        except TimeoutError as error:
            raise InputError(
                "pictures.too_slow", file=name, seconds=f"{limits.seconds:g}"
            ) from error
        if not ocr:
            return PictureRead(*seen.size, seen.codes, "", "off")
        text, state = text_of(seen.pages, limits.ocr_seconds, engine)
        return PictureRead(*seen.size, seen.codes, text, state)


def _named(source: Path | str | bytes, limits: PictureLimits) -> tuple[object, bytes]:
    """What to call it in a message, and its bytes, no more than allowed."""
    name: object
    if isinstance(source, bytes):
        name, data = Text("pictures.unnamed"), source
    else:
        name, data = str(source), _contents(Path(source), limits)
    if len(data) > limits.file_bytes:
        raise InputError(
            "pictures.too_many_bytes", file=name, limit_mib=limits.file_bytes >> 20
        )
    return name, data


def _contents(path: Path, limits: PictureLimits) -> bytes:
    if not path.is_file():  # a pipe or a device would never end
        raise InputError("pictures.missing", file=str(path))
    try:
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except OSError as error:
        raise InputError(
            "pictures.unreadable", file=str(path), cause=error.strerror
        ) from error


def _look(
    data: bytes,
    name: object,
    limits: PictureLimits,
    given_up: threading.Event,
    *,
    keep: bool,
) -> _Seen:
    """All codes of the frames worth reading; a code of several frames once."""
    size: tuple[int, int] = (0, 0)
    codes: dict[tuple[str, str], Code] = {}
    pages: list[Image.Image] = []
    for frame in upright_frames(data, name, limits):
        size = size if any(size) else frame.size
        for code in codes_of(frame, given_up.is_set):
            codes.setdefault((code.format, code.text), code)
        if keep:
            pages.append(legible(on_white(frame)))
        if given_up.is_set():
            break
    return _Seen(size, tuple(codes.values()), tuple(pages))
