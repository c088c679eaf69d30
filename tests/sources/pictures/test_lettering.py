"""Text in pictures, with a stand-in for the engine."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from tests.sources.pictures.drawn import TEXT, animation, code, file_of, page

from shopwarden.sources.pictures import (
    OcrState,
    PictureLimits,
    lettering,
    ocr_note,
    read_picture,
)
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from numpy.typing import NDArray


class StandIn:
    """Reports each row of black pixels at the left edge as a line of text."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, pixels: NDArray[np.uint8]) -> tuple[list[Any] | None, Any]:
        assert pixels.dtype == np.uint8
        assert pixels.flags.c_contiguous
        self.shapes.append(pixels.shape)
        rows = np.flatnonzero(pixels[:, 0, 0] == 0)
        lines = [
            [[[0, y], [9, y], [9, y], [0, y]], f" line {pixels[y, 1, 0]} ", 0.9]
            for y in rows
        ]
        return lines or None, [0.1]


def lined(size: tuple[int, int], *rows: int) -> Image.Image:
    picture = Image.new("L", size, 255)
    for number, row in enumerate(rows):
        picture.putpixel((0, row), 0)
        picture.putpixel((1, row), number)
    return picture


def read(picture: Image.Image, engine: Any) -> tuple[str, str]:
    found = read_picture(file_of(picture), ocr=True, engine=engine)
    return found.text, found.ocr


def test_lines_come_in_order_one_below_the_other() -> None:
    assert read(lined((400, 400), 10, 90), StandIn()) == ("line 0\nline 1", "done")


def test_no_text_is_done_too() -> None:
    assert read(lined((400, 400)), StandIn()) == ("", "done")


def test_a_long_page_is_cut_and_each_line_said_once() -> None:
    engine = StandIn()
    rows = range(0, 7000, 50)
    text, state = read(lined((750, 7000), *rows), engine)
    assert state == "done"
    assert text.splitlines() == [f"line {number}" for number in range(len(rows))]
    assert len(engine.shapes) > 2
    assert max(side for shape in engine.shapes for side in shape) <= 2000


def test_a_wide_page_is_cut_too() -> None:
    engine = StandIn()
    read(lined((6000, 400)), engine)
    assert len(engine.shapes) > 2
    assert max(shape[1] for shape in engine.shapes) <= 2000


def test_a_thin_page_does_not_swell() -> None:
    """The engine enlarges the short side: of 3 × 3000 it would make gigabytes."""
    engine = StandIn()
    read(lined((3, 3000)), engine)
    assert all(max(shape[:2]) <= 3 * min(shape[:2]) + 3 for shape in engine.shapes)


def test_a_photograph_is_reduced() -> None:
    engine = StandIn()
    read(lined((4000, 3200)), engine)
    assert max(shape[0] for shape in engine.shapes) == 1600


def test_the_engine_gets_blue_first_and_no_transparency() -> None:
    seen: list[Any] = []

    def engine(pixels: Any) -> Any:
        seen.append(pixels)
        return None, None

    picture = Image.new("RGBA", (400, 400), (255, 0, 0, 255))
    picture.putpixel((0, 0), (0, 0, 0, 0))
    assert read(picture, engine) == ("", "done")
    assert seen[0][5, 5].tolist() == [0, 0, 255]
    assert seen[0][0, 0].tolist() == [255, 255, 255]


def test_a_line_of_several_frames_is_said_once() -> None:
    frames = [lined((330, 330), 10), lined((330, 330), 10, 50), lined((330, 330), 10)]
    found = read_picture(animation(frames, "PNG"), ocr=True, engine=StandIn())
    assert found.text == "line 0\nline 1"


def test_without_the_engine_the_codes_are_still_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr_onnxruntime", None)
    lettering._installed.cache_clear()
    found = read_picture(file_of(page(code())), ocr=True)
    assert [each.text for each in found.codes] == [TEXT]
    assert (found.text, found.ocr) == ("", "missing")


def test_the_installed_engine_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[StandIn] = []

    class Module:
        @staticmethod
        def RapidOCR() -> StandIn:  # noqa: N802 - the engine's name
            made.append(StandIn())
            return made[-1]

    monkeypatch.setitem(sys.modules, "rapidocr_onnxruntime", Module)
    lettering._installed.cache_clear()
    for _ in range(2):
        found = read_picture(file_of(lined((400, 400), 7)), ocr=True)
        assert (found.text, found.ocr) == ("line 0", "done")
    assert len(made) == 1
    lettering._installed.cache_clear()


def test_an_engine_that_fails_loses_no_codes() -> None:
    def engine(_: Any) -> Any:
        raise RuntimeError

    found = read_picture(file_of(page(code())), ocr=True, engine=engine)
    assert (found.codes[0].text, found.text, found.ocr) == (TEXT, "", "failed")


def test_what_was_read_in_time_is_kept() -> None:
    engine, free = StandIn(), threading.Event()

    def slowing(pixels: Any) -> Any:
        if engine.shapes:
            free.wait(5)
        return engine(pixels)

    limits = PictureLimits(ocr_seconds=0.5)
    data = file_of(lined((400, 5000), 9, 4000))
    found = read_picture(data, ocr=True, engine=slowing, limits=limits)
    assert (found.text, found.ocr) == ("line 0", "timeout")
    free.set()


def test_a_slow_engine_times_out_and_the_next_picture_is_read() -> None:
    free = threading.Event()

    def engine(_: Any) -> Any:
        free.wait(5)
        return [[[[0, 0]] * 4, "late", 0.9]], None

    limits = PictureLimits(ocr_seconds=0.05)
    data = file_of(page(code()))
    found = read_picture(data, ocr=True, engine=engine, limits=limits)
    assert (found.codes[0].text, found.text, found.ocr) == (TEXT, "", "timeout")
    # The slow one still holds the engine; who waits for it times out too.
    waited = time.perf_counter()
    assert read_picture(data, ocr=True, engine=engine, limits=limits).ocr == "timeout"
    assert time.perf_counter() - waited < 4
    free.set()
    assert read(lined((400, 400), 3), StandIn()) == ("line 0", "done")


@pytest.mark.parametrize("state", ["missing", "timeout", "failed"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_read_is_said(state: OcrState, language: Any) -> None:
    note = ocr_note(state)
    assert note is not None
    assert say(note, language)


def test_what_was_read_or_not_wanted_needs_no_words() -> None:
    assert ocr_note("done") is None
    assert ocr_note("off") is None
