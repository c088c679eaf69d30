"""What pictures are judged to be, and that every such label can be told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from shopwarden.report.screened import answer, loudest
from shopwarden.screening.pictures import screen_picture
from shopwarden.screening.texts import text_screener
from shopwarden.sources.pictures import read_picture

if TYPE_CHECKING:
    from shopwarden.screening.pictures import PictureScreened


def judged(payload: str, direction: str) -> PictureScreened:
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode)
    stream = io.BytesIO()
    picture = np.array(zxingcpp.write_barcode_to_image(code, scale=6))
    Image.fromarray(picture).save(stream, "PNG")
    read = read_picture(stream.getvalue())
    return screen_picture(read, kind="chat", direction=direction)


@pytest.mark.parametrize(
    ("payload", "label"),
    [
        ("wxp://f2f0inventedcode000", "qr_payee"),
        ("https://qr.alipay.com/fkxinvented", "qr_payee"),
        ("https://u.wechat.com/inventedcode", "qr_contact"),
        ("https://shop.example.org/x", "outside_link"),
    ],
)
def test_a_code_is_a_label_that_is_told_in_both_languages(
    payload: str, label: str
) -> None:
    found = judged(payload, "staff").found
    shown = answer("p", found, "staff", text_screener().rules.labels)

    assert [each["label"] for each in shown["labels"]] == [label]
    assert all(shown["suggestion"][language] for language in ("zh", "en"))
    assert loudest(shown) == "today"
    assert "invented" not in str(shown)


def test_a_code_of_jd_is_no_label() -> None:
    assert judged("https://item.jd.com/100001.html", "staff").found.marks == ()
