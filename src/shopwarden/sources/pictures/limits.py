"""Limits: how much of a picture is accepted, and how long it may take.

A picture is outside input: a file of 40 KB may unfold to gigabytes. Bytes and
pixels are compared with these bounds before anything is decoded; the seconds
catch what slips through.

>>> PictureLimits(pixels=1_000_000).seconds
20.0
"""

from __future__ import annotations

from dataclasses import dataclass

MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """The bounds of one picture."""

    file_bytes: int = 32 * MEBI
    pixels: int = 80_000_000  # of one frame; phones take up to 64 million
    animation_pixels: int = 1_000_000_000  # of all frames up to the last
    seconds: float = 20.0  # to decode and to find codes
    ocr_seconds: float = 30.0  # to read the text
