"""Fuzz screening: N random strings, seeded, none may raise, hang or point outside.

    python benchmarks/fuzz_screening.py 1000000 [--seed 1]

Strings are mixed from random planes (lone surrogates, private use, unassigned),
controls, digits in every script, invisible characters, and the pieces of the
vocabulary itself, so that rules meet them. Of every answer: places lie within
the text, spans do not overlap, it can be written as JSON. What is raised is
printed with its number, and the exit code is 1. Long strings, and those of the
slowest batch, are timed one by one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from shopwarden.engine.fold.table import table
from shopwarden.engine.screen import Screener
from shopwarden.engine.screen.words import data
from shopwarden.report.screened import answer
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.engine.screen import Screened

BATCH = 4096
LONG = 2000
_KINDS = ("chat", "remark", "listing")
_DIRECTIONS = ("staff", "buyer", "")
_TOP = 0x110000
_WORD = re.compile("[一-龥]{1,4}|[a-z]{2,10}")
_DIGITS = "0123456789０１３９①③⑨一三九〇零١٣٩🄁❶"
_SIGNS = " \t\n\r,.，。！？-_·•:：()（）@+/\\'\"#*~❤➕\x1e\x00\u200b\u2028\ufeff"
_WHOLE = (
    "13900000001",
    "11010118000101001X",
    "jd_test_88",
    "反过来",
    "亻言",
    "https://",
)


def pools() -> tuple[Sequence[str], ...]:
    """What strings are mixed from."""
    words = {
        word
        for file in ("words.yaml", "listing_words.yaml")
        for entry in data(file).values()
        for value in entry.values()
        if isinstance(value, str)
        for word in _WORD.findall(value)
    }
    return (sorted(words), _DIGITS, _SIGNS, _WHOLE, sorted(table().kinds))


def strings(count: int, seed: int) -> Iterator[str]:
    """`count` strings, the same for the same seed and vocabulary."""
    chance = random.Random(seed)
    mixed = pools()
    for _ in range(count):
        size = int(chance.paretovariate(0.9)) if chance.random() < 0.5 else 12
        yield _string(min(size, 20_000), mixed, chance)


def _string(size: int, mixed: tuple[Sequence[str], ...], chance: random.Random) -> str:
    parts: list[str] = []
    while size > 0:
        run = min(size, chance.randrange(1, 12))
        size -= run
        which = chance.randrange(len(mixed) + 2)
        if which < len(mixed):
            parts += chance.choices(mixed[which], k=run)
        elif which == len(mixed):
            parts += [chr(chance.randrange(_TOP)) for _ in range(run)]
        else:
            parts += chance.choice(mixed[0]) * run
    return "".join(parts)


@dataclass(slots=True)
class Tally:
    """What was counted, and what was slow."""

    texts: int = 0
    characters: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    spans: int = 0
    faults: int = 0
    longest: tuple[float, int] = (0.0, 0)  # seconds of one text, and its length
    slowest: tuple[float, int] = (0.0, 0)  # seconds of a batch, and its first text

    def timed(self, seconds: float, size: int) -> None:
        """One text that was screened alone."""
        self.longest = max(self.longest, (seconds, size))


def broken(text: str, found: Screened) -> bool:
    """Whether an answer breaks what holds of every answer."""
    spans = [(span.start, span.end) for span in found.spans]
    places = [place for mark in found.marks for place in mark.places]
    inside = all(0 <= a < b <= len(text) for a, b in (*spans, *places))
    return not inside or any(a[1] > b[0] for a, b in pairwise(spans))


class Fuzz:
    """Screens strings and counts."""

    def __init__(self) -> None:
        rules = text_screener().rules
        self.screener = Screener(rules, hyperscan=True)
        self.labels = rules.labels
        self.tally = Tally()
        for kind in _KINDS:  # compiled before anything is timed
            self.screener.screen([""], kind=kind)

    def batch(self, texts: list[str], first: int) -> None:
        """One batch; where it raises, its texts one by one."""
        started = time.process_time()
        role = self.role(first)
        try:
            found = self.screener.screen(texts, kind=role[0], directions=role[1])
        except Exception:  # noqa: BLE001 - whatever escapes is what we look for
            for at, text in enumerate(texts):
                self.alone(text, first, first + at)
            return
        seconds = time.process_time() - started
        self.tally.slowest = max(self.tally.slowest, (seconds, first))
        for at, (text, one) in enumerate(zip(texts, found, strict=True)):
            self.count(text, one, role[1], first + at)

    def role(self, first: int) -> tuple[str, str]:
        """Kinds and directions take turns by batch."""
        turn = first // BATCH
        return _KINDS[turn % 3], _DIRECTIONS[turn // 3 % 3]

    def alone(self, text: str, first: int, number: int) -> None:
        """One text, timed; what it raises is printed with its number."""
        kind, by = self.role(first)
        started = time.process_time()
        try:
            (found,) = self.screener.screen([text], kind=kind, directions=by)
        except Exception:  # noqa: BLE001 - the same
            self.tally.faults += 1
            print(f"text {number} ({kind}, {by or 'nobody'}), {len(text)} characters:")
            traceback.print_exc()
            return
        self.tally.timed(time.process_time() - started, len(text))
        self.count(text, found, by, number)

    def count(self, text: str, found: Screened, by: str, number: int) -> None:
        """Check and count one answer."""
        tally = self.tally
        tally.texts += 1
        tally.characters += len(text)
        if not found.marks and not found.spans:
            return
        tally.labels.update(mark.label for mark in found.marks)
        tally.spans += len(found.spans)
        json.dumps(answer(str(number), found, by, self.labels))
        if broken(text, found):
            tally.faults += 1
            print(f"text {number}: a place outside the text, or spans that overlap")


def run(count: int, seed: int) -> Tally:
    """Screen the strings; long ones one by one, and the slowest batch again."""
    fuzz = Fuzz()
    texts: list[str] = []
    first = 0
    for number, text in enumerate(strings(count, seed)):
        if len(text) >= LONG:
            fuzz.alone(text, number, number)
        else:
            texts.append(text)
        if len(texts) == BATCH:
            fuzz.batch(texts, first)
            texts, first = [], number + 1
    fuzz.batch(texts, first)
    _time_slowest(fuzz, count, seed)
    return fuzz.tally


def _time_slowest(fuzz: Fuzz, count: int, seed: int) -> None:
    """The strings of the slowest batch one by one; none of them is counted again."""
    first = fuzz.tally.slowest[1]
    kind, by = fuzz.role(first)
    for number, text in enumerate(strings(min(count, first + 2 * BATCH), seed)):
        if number >= first:
            started = time.process_time()
            fuzz.screener.screen([text], kind=kind, directions=by)
            fuzz.tally.timed(time.process_time() - started, len(text))


def main() -> int:
    """Screen the strings and print the counts; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    start = time.perf_counter()
    tally = run(chosen.count, chosen.seed)
    seconds = time.perf_counter() - start
    print(
        f"{tally.texts:,} texts, {tally.characters:,} characters, "
        f"{tally.labels.total():,} labels of {len(tally.labels)} kinds, "
        f"{tally.spans:,} spans, {tally.faults} faults, {seconds:.1f} s"
    )
    print(
        f"processor time: longest single text {tally.longest[0]:.3f} s "
        f"({tally.longest[1]:,} characters), slowest batch {tally.slowest[0]:.2f} s"
    )
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
