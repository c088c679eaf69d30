r"""Pictures: the two-dimensional codes in them and, where OCR is there, their text.

A payee code in a listing's picture or a "scan to unlock" in a chat moves money
and buyers past JD without a word of text. `read_picture` says what a picture
holds; what a code's text means is for `practices.payments.payloads`.

Everything happens in memory: nothing is written, nothing is fetched, no link
found is ever opened. Not read: bar codes (goods and parcels are full of them),
the round codes of WeChat mini programs, faces, logos. See docs/pictures.md.

>>> is_picture(b"\x89PNG\r\n\x1a\n"), is_picture("订单号,金额".encode())
(True, False)
"""

from shopwarden.sources.pictures.codes import Code
from shopwarden.sources.pictures.kinds import is_picture
from shopwarden.sources.pictures.lettering import Engine, OcrState, ocr_note
from shopwarden.sources.pictures.limits import PictureLimits
from shopwarden.sources.pictures.reading import PictureRead, read_picture

__all__ = [
    "Code",
    "Engine",
    "OcrState",
    "PictureLimits",
    "PictureRead",
    "is_picture",
    "ocr_note",
    "read_picture",
]
