"""Codes are read from every kind of picture, and stand where they are said to."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from tests.sources.pictures.drawn import KINDS, TEXT, animation, code, file_of, page

from shopwarden.errors import InputError
from shopwarden.sources.pictures import read_picture

if TYPE_CHECKING:
    from pathlib import Path


def texts(picture: Image.Image, kind: str = "PNG", **options: Any) -> list[str]:
    return [each.text for each in read_picture(file_of(picture, kind, **options)).codes]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("inverted", [False, True])
def test_every_kind_of_file_is_read(kind: str, inverted: bool) -> None:
    picture = page(code())
    if inverted:
        picture = picture.point([255 - step for step in range(256)])
    assert texts(picture, kind) == [TEXT]


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "F"]
)
def test_every_colour_mode_is_read(mode: str) -> None:
    picture = page(code())
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)
    elif mode == "LAB":
        neutral = Image.new("L", picture.size, 128)
        picture = Image.merge("LAB", (picture, neutral, neutral))
    else:
        picture = picture.convert("RGB").convert(mode)
    assert picture.mode == mode
    assert texts(picture, "TIFF") == [TEXT]


def test_cmyk_photographs_are_read() -> None:
    assert texts(page(code()).convert("RGB").convert("CMYK"), "JPEG") == [TEXT]


def test_a_16_bit_scan_that_uses_few_of_its_steps_is_read() -> None:
    dim = np.asarray(page(code())).astype(np.uint16) + 700
    assert texts(Image.fromarray(dim), "PNG") == [TEXT]


@pytest.mark.parametrize("hidden", [0, 255])
def test_transparent_grounds_hide_nothing(hidden: int) -> None:
    """Black or white modules on nothing: one of them is invisible on white."""
    grey = page(code())
    ink = Image.new("L", grey.size, hidden)
    shown = grey.point([255 - step for step in range(256)])
    assert texts(Image.merge("LA", (ink, shown))) == [TEXT]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ((7, 193, 96), (255, 255, 255)),
        ((255, 255, 255), (22, 119, 255)),
        ((200, 30, 30), (30, 96, 110)),  # the same lightness
        ((255, 255, 200), (255, 255, 255)),  # pale yellow
    ],
)
def test_codes_in_colour_are_read(ink: Any, ground: Any) -> None:
    mask = page(code())
    picture = Image.new("RGB", mask.size, ink)
    picture.paste(Image.new("RGB", mask.size, ground), mask=mask)
    assert texts(picture) == [TEXT]


@pytest.mark.parametrize(("dark", "light"), [(243, 255), (0, 12)])
def test_a_watermark_is_read(dark: int, light: int) -> None:
    faint = page(code()).point([dark if step < 128 else light for step in range(256)])
    assert texts(faint) == [TEXT]


@pytest.mark.parametrize("degrees", [0, 30, 90, 137, 180, 270])
def test_turned_codes_are_read(degrees: int) -> None:
    assert texts(page(code()).rotate(degrees, expand=True, fillcolor=255)) == [TEXT]


@pytest.mark.parametrize("kind", ["QRCode", "MicroQRCode", "RMQRCode", "DataMatrix"])
def test_two_dimensional_codes_are_named(kind: str) -> None:
    found = read_picture(file_of(page(code("12345678", kind=KINDS[kind])))).codes
    assert [(each.text, each.format) for each in found] == [("12345678", kind)]


@pytest.mark.parametrize("kind", ["Aztec", "PDF417"])
def test_codes_of_tickets_are_read(kind: str) -> None:
    assert texts(page(code("invented ticket", 3, KINDS[kind]))) == ["invented ticket"]


def test_bar_codes_are_left_alone() -> None:
    assert texts(page(code("6901234567892", 3, KINDS.EAN13))) == []


def test_a_plain_code_does_not_hide_a_blurred_one() -> None:
    plain = code("https://item.jd.com/1.html")
    small = code("wxp://f2f0invented", 3).filter(ImageFilter.GaussianBlur(2))
    picture = page(plain, small)
    assert len(zxingcpp.read_barcodes(np.asarray(picture))) == 1  # at first glance
    assert texts(picture) == [
        "https://item.jd.com/1.html",
        "wxp://f2f0invented",
    ]


def test_the_same_code_twice_is_said_once() -> None:
    assert texts(page(code(), code())) == [TEXT]


def test_text_in_any_script_comes_back_as_it_was() -> None:
    text = "加我微信\r\n便宜五十"
    assert texts(page(code(text))) == [text]


def test_corners_are_pixels_of_the_picture() -> None:
    read = read_picture(file_of(page(code())))
    (found,) = read.codes
    assert (read.width, read.height) == (640, 480)
    left, top = found.box[0]
    right, bottom = found.box[2]
    assert abs(left - 60) <= 3
    assert abs(top - 60) <= 3
    assert right - left == pytest.approx(bottom - top, abs=3)
    assert right < 640


def test_corners_in_a_reduced_picture_are_pixels_of_the_original() -> None:
    large = page(code(scale=90), size=(5000, 4200))
    (found,) = read_picture(file_of(large)).codes
    assert abs(found.box[0][0] - (40 + 4 * 90)) <= 30
    assert abs(found.box[0][1] - (40 + 4 * 90)) <= 30


def test_a_small_code_in_a_photograph_is_read() -> None:
    photo = page(code(scale=4), size=(5000, 4000))
    assert texts(photo, "JPEG", quality=60) == [TEXT]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", [2, 3, 5, 6, 7, 8])
def test_exif_turns_the_picture_and_its_corners(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {}
    data = file_of(page(code()), kind, exif=exif, **options)
    read = read_picture(data)
    turned = orientation >= 5
    assert (read.width, read.height) == ((480, 640) if turned else (640, 480))
    (found,) = read.codes
    assert found.text == TEXT
    assert all(0 <= x < read.width and 0 <= y < read.height for x, y in found.box)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
@pytest.mark.parametrize("at", [0, 4, 8])
def test_first_middle_and_last_frame_are_read(kind: str, at: int) -> None:
    blank = [page(size=(320, 320)) for _ in range(9)]
    # Frames must differ, or they are merged.
    for number, frame in enumerate(blank):
        frame.putpixel((number, 0), 0)
    blank[at] = page(code(scale=4), size=(320, 320))
    assert [c.text for c in read_picture(animation(blank, kind)).codes] == [TEXT]


def test_a_code_of_all_frames_is_said_once() -> None:
    frames = [page(code(scale=4), size=(320, 320)) for _ in range(3)]
    for number, frame in enumerate(frames):
        frame.putpixel((number, 0), 0)
    assert len(read_picture(animation(frames, "GIF")).codes) == 1


def test_a_path_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "聊天 截图.png"
    path.write_bytes(file_of(page(code())))
    assert read_picture(path) == read_picture(str(path))
    assert read_picture(path).codes[0].text == TEXT
    assert list(tmp_path.iterdir()) == [path]


def test_without_ocr_there_is_no_text() -> None:
    read = read_picture(file_of(page()))
    assert (read.codes, read.text, read.ocr) == ((), "", "off")


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (2, 2)])
def test_tiny_and_thin_pictures_hold_nothing(size: tuple[int, int]) -> None:
    for kind, mode in itertools.product(("PNG", "TIFF"), ("1", "L", "RGBA")):
        data = file_of(Image.new(mode, size), kind)
        assert read_picture(data).codes == ()


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.png", tmp_path):
        with pytest.raises(InputError) as caught:
            read_picture(path)
        assert caught.value.code == "pictures.missing"
        assert caught.value.params["file"] == str(path)
