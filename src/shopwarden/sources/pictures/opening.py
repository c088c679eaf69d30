"""Opening: the bytes of a picture → upright frames, within the limits.

The size is read from the header and compared before a single pixel is
decoded. Of an animation the first, the middle and the last frame are taken: a
code shown for a moment stands at the end or in the middle. Frames are turned
as their EXIF data ask, so all coordinates are those of the picture as shown.

What it does not do: mend a broken picture. Half a picture is refused, not
guessed at.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageOps

from shopwarden.errors import InputError
from shopwarden.sources.pictures.kinds import HEAD_BYTES, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.sources.pictures.limits import PictureLimits


def upright_frames(
    data: bytes, name: object, limits: PictureLimits
) -> Iterator[Image.Image]:
    """The frames worth reading, each until the next; `name` is for the message.

    A decoder raises whatever it stumbles over (OSError, SyntaxError,
    struct.error, ZeroDivisionError ...): each of them means a broken picture.
    """
    kind = kind_of(data[:HEAD_BYTES])
    if kind is None:
        raise InputError("pictures.not_a_picture", file=name)
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            _weigh(picture, name, limits)
            for number in _worth_reading(picture, name, limits):
                picture.seek(number)
                _weigh(picture, name, limits)  # a frame may declare its own size
                yield _upright(picture)
    except InputError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name, limits) from error
    except Exception as error:
        raise InputError("pictures.broken", file=name) from error


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its EXIF data ask; itself where they do not."""
    picture.load()
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) != 1
    return ImageOps.exif_transpose(picture) if turned else picture


def _weigh(picture: Image.Image, name: object, limits: PictureLimits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise _too_large(name, limits)


def _too_large(name: object, limits: PictureLimits) -> InputError:
    return InputError(
        "pictures.too_many_pixels", file=name, limit_millions=limits.pixels // 1_000_000
    )


def _worth_reading(
    picture: Image.Image, name: object, limits: PictureLimits
) -> list[int]:
    """First, middle and last; refused if the way to the last is too long."""
    count = getattr(picture, "n_frames", 1)
    if count > 1 and count * picture.width * picture.height > limits.animation_pixels:
        raise InputError("pictures.too_long", file=name, frames=count)
    return sorted({0, count // 2, count - 1})
