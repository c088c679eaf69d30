"""A picture is known by its first bytes."""

from __future__ import annotations

import pytest
from tests.sources.pictures.drawn import file_of, page

from shopwarden.sources.pictures import is_picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_kind_is_known_by_its_beginning(kind: str) -> None:
    assert is_picture(file_of(page(), kind)[:32])


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"B",
        b"BM",
        b"BMW X5 floor mats, fits 2018 to 2023",
        "BM 订单号,商品,金额\n1,脚垫,99".encode("gb18030"),
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"\x00\x00\x00\x18ftypheic",
        "订单号,应结金额".encode(),
    ],
)
def test_other_files_are_no_pictures(head: bytes) -> None:
    assert not is_picture(head)
