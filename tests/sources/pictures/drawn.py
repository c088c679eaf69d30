"""Pictures with codes, drawn in memory for the tests; every code is invented."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

TEXT = "https://u.wechat.com/invented0001"
KINDS = zxingcpp.BarcodeFormat


def code(text: str = TEXT, scale: int = 5, kind: Any = KINDS.QRCode) -> Image.Image:
    drawn = zxingcpp.create_barcode(text, kind)
    image = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(drawn, scale)))
    return image.convert("L")


def page(*tiles: Image.Image, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """White paper with the tiles side by side, 40 pixels from the left and top."""
    paper = Image.new("L", size, 255)
    left = 40
    for tile in tiles:
        paper.paste(tile, (left, 40))
        left += tile.width + 20
    return paper


def file_of(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def animation(frames: list[Image.Image], kind: str) -> bytes:
    options = {"lossless": True} if kind == "WEBP" else {}
    return file_of(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=50, **options
    )
