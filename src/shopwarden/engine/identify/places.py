"""Tables of divisions, surnames and ordinary words, read when first needed.

Data: `data/*.txt`, built by tools/build_places.py.

What it does not do: find names or addresses with them.

>>> division("广东省深圳市", 0)
(1, 3)
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

PROVINCE, CITY, DISTRICT = 1, 2, 3
_LEVELS = {"province": PROVINCE, "city": CITY, "district": DISTRICT}
# What is left out when a division is named shortly: 深圳市 → 深圳.
_ENDINGS = (
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州",
    "自治县", "地区", "林区", "新区", "省", "市", "盟", "区", "县",
)  # fmt: skip
_PEOPLES_TEXT = """
蒙古族藏族 藏族羌族 布依族苗族 苗族侗族 土家族苗族 哈尼族彝族 傣族景颇族
壮族苗族 朝鲜族 蒙古族 傈僳族 哈萨克 柯尔克孜 回族 藏族 彝族 白族 傣族
蒙古
"""
_PEOPLES = _PEOPLES_TEXT.split()


class Surnames(NamedTuple):
    """Surnames by how readily they are believed."""

    common: frozenset[str]
    rare: frozenset[str]
    compound: frozenset[str]


def sections(name: str) -> dict[str, list[str]]:
    """The sections of a table."""
    place = resources.files("shopwarden.engine.identify") / "data" / f"{name}.txt"
    found: dict[str, list[str]] = {}
    for line in place.read_text("utf-8").splitlines()[1:]:
        if line.startswith("["):
            found[line[1:-1]] = words = []
        else:
            words.extend(line.split())
    return found


@cache
def surnames() -> Surnames:
    """The surnames."""
    read = sections("surnames")
    return Surnames(*(frozenset(read[n]) for n in ("common", "rare", "compound")))


@cache
def ordinary() -> frozenset[str]:
    """Words of two or three characters that begin like a name, and are none."""
    return frozenset(sections("words")["words"])


@cache
def _divisions() -> dict[str, tuple[tuple[str, int], ...]]:
    """Names of divisions by their first two characters, the longest first."""
    names: dict[str, int] = {}
    for level, found in sections("divisions").items():
        for name in found:
            names[name] = _LEVELS[level]
            short = short_name(name)
            if short is not None:
                names.setdefault(short, _LEVELS[level])
    by_start: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_start.setdefault(name[:2], []).append((name, names[name]))
    return {start: tuple(found) for start, found in by_start.items()}


def short_name(name: str) -> str | None:
    """A division's name without its ending; None if too little is left.

    >>> short_name("延边朝鲜族自治州"), short_name("城区")
    ('延边', None)
    """
    for ending in _ENDINGS:
        if name.endswith(ending):
            short = name[: -len(ending)]
            for people in _PEOPLES:
                cut = short.removesuffix(people)
                # 内蒙古 is named by its people.
                short = cut if len(cut) >= 2 else short
            return short if len(short) >= 2 else None
    return None


def division(text: str, at: int) -> tuple[int, int] | None:
    """The level and end of the division that begins at a place, if one does."""
    for name, level in _divisions().get(text[at : at + 2], ()):
        if text.startswith(name, at):
            return level, at + len(name)
    return None


def divisions_in(text: str, start: int, end: int) -> list[int]:
    """The places where a division begins.

    >>> divisions_in("寄到广东省深圳市", 0, 8)
    [2, 5]
    """
    begins = _divisions()
    near = [p for p in range(start, end) if text[p : p + 2] in begins]
    return [p for p in near if division(text, p) is not None]
