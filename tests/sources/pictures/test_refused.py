"""What is too big, broken or no picture is refused, in words, before it costs much."""

from __future__ import annotations

import os
import struct
import threading
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.pictures.drawn import animation, code, file_of, page

from shopwarden.errors import InputError
from shopwarden.sources.pictures import PictureLimits, read_picture
from shopwarden.sources.pictures.patience import within
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    import io
    from pathlib import Path

KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
GOOD = {kind: file_of(page(code()), kind) for kind in KINDS}


def refused(data: bytes, limits: PictureLimits | None = None) -> str:
    """The code of the refusal, which has words in both languages."""
    with pytest.raises(InputError) as caught:
        read_picture(data, limits=limits or PictureLimits())
    error = caught.value
    for language in LANGUAGES:
        assert say(Text(error.code, error.params), language)
    return error.code


def chunk(name: bytes, data: bytes) -> bytes:
    whole = name + data
    return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))


def png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_000, 60_000), (2**31 - 1, 9)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    started = time.perf_counter()
    assert refused(png_that_claims(*size)) in (
        "pictures.too_many_pixels",
        "pictures.broken",
    )
    assert time.perf_counter() - started < 1


def test_a_gif_frame_larger_than_its_screen_is_refused() -> None:
    """The screen says 10 × 10; the second frame says 60,000 × 60,000."""
    head = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6)
    small = b"," + struct.pack("<HHHHB", 0, 0, 10, 10, 0) + b"\x02\x02\x4c\x01\x00"
    huge = (
        b"," + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x02\x4c\x01\x00"
    )
    assert refused(head + small + huge + b";") in (
        "pictures.too_many_pixels",
        "pictures.broken",
    )


def test_pixels_beyond_the_limit_are_refused() -> None:
    limits = PictureLimits(pixels=640 * 480 - 1)
    assert refused(GOOD["JPEG"], limits) == "pictures.too_many_pixels"
    assert read_picture(GOOD["JPEG"], limits=PictureLimits(pixels=640 * 480)).codes


def test_bytes_beyond_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(GOOD["PNG"])
    limits = PictureLimits(file_bytes=100)
    for source in (path, GOOD["PNG"]):
        with pytest.raises(InputError) as caught:
            read_picture(source, limits=limits)
        assert caught.value.code == "pictures.too_many_bytes"


def test_a_long_animation_is_refused() -> None:
    frames = [page(size=(100, 100)) for _ in range(20)]
    for number, frame in enumerate(frames):
        frame.putpixel((number, 0), 0)
    data = animation(frames, "GIF")
    assert refused(data, PictureLimits(animation_pixels=100_000)) == "pictures.too_long"
    assert read_picture(data).width == 100


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_is_broken(kind: str) -> None:
    data = GOOD[kind]
    assert refused(data[: len(data) // 2]) == "pictures.broken"


@pytest.mark.parametrize(
    "data", [b"", b"\x00", "订单号,金额\n1,2\n".encode(), b"%PDF-1.7\n", b"<svg/>"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert refused(data) == "pictures.not_a_picture"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.png"
    path.write_bytes(GOOD["PNG"])

    def locked(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", locked)
    with pytest.raises(InputError) as caught:
        read_picture(path)
    assert caught.value.code == "pictures.unreadable"
    assert caught.value.params["cause"] == "Permission denied"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(InputError) as caught:
        read_picture(pipe)
    assert caught.value.code == "pictures.missing"


def test_a_picture_that_takes_too_long_is_refused() -> None:
    assert refused(GOOD["PNG"], PictureLimits(seconds=0)) == "pictures.too_slow"


def test_work_that_takes_too_long_is_told_to_stop() -> None:
    stopped = threading.Event()

    def work(given_up: threading.Event) -> None:
        given_up.wait()
        stopped.set()

    with pytest.raises(TimeoutError):
        within(0.01, work)
    assert stopped.wait(5)


def test_what_the_work_raises_is_raised() -> None:
    def work(_: threading.Event) -> None:
        raise InputError("pictures.broken", file="x")

    with pytest.raises(InputError):
        within(5, work)


@settings(max_examples=150, deadline=None)
@given(
    beginning=st.sampled_from([b"", *(GOOD[kind][:40] for kind in KINDS)]),
    rest=st.binary(max_size=400),
)
def test_random_bytes_are_refused_or_read(beginning: bytes, rest: bytes) -> None:
    survives(beginning + rest)


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(
        st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8
    ),
    early=st.booleans(),
)
def test_changed_bytes_are_refused_or_read(
    kind: str, changes: list[tuple[float, int]], early: bool
) -> None:
    data = bytearray(SMALL[kind])
    for place, value in changes:  # most structure is at the beginning
        data[int(place * (min(len(data), 200) if early else len(data)))] = value
    survives(bytes(data))


@settings(max_examples=100, deadline=None)
@given(kind=st.sampled_from(KINDS), cut=st.floats(0, 0.999))
def test_cut_files_are_refused_or_read(kind: str, cut: float) -> None:
    survives(SMALL[kind][: int(cut * len(SMALL[kind]))])


SMALL = {kind: file_of(page(code(scale=2), size=(150, 150)), kind) for kind in KINDS}


def survives(data: bytes) -> None:
    limits = PictureLimits(pixels=1_000_000, animation_pixels=5_000_000)
    try:
        read_picture(data, limits=limits)
    except InputError as error:
        assert error.code.startswith("pictures.")  # noqa: PT017 - either is right
