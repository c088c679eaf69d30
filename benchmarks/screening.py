"""Screening beside Presidio on the same patterns, and beside bare hyperscan.

Presidio gets every pattern of ours as a recogniser of its own and an NLP
engine that does nothing; it sees the raw texts once. We are timed twice: on
the raw texts with the same patterns (spans must be equal), and as the product
runs, with folding, both views, uncovering, personal data and all rules. Bare
hyperscan scans the same bytes and reports ends only: the limit.

Corpora: the frozen suite (written to be hit, so its hit rate is far above a
shop's), and real service chats where `--data` or SHOPWARDEN_DATA has them.

usage: python benchmarks/screening.py [--data DIR] [--rounds N] [--peer-texts N]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import statistics
import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistry
from suite import suite

from shopwarden.engine.identify import PATTERNS
from shopwarden.engine.patterns import Matcher
from shopwarden.engine.screen import Screener
from shopwarden.engine.screen.judge import words_of
from shopwarden.engine.screen.words import patterns
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TEXTS = 20_000


class NoNlp(NlpEngine):  # type: ignore[misc]  # Presidio is not followed by mypy
    """An NLP engine that finds no tokens, so only patterns cost time."""

    def load(self) -> None:
        """There is nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> Any:
        """No entities, tokens or lemmas."""
        del text
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts: Iterable[str], language: str, **_: Any) -> Any:
        """The same for many texts."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        """There are none."""
        del word, language
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """There is none."""
        del word, language
        return False

    def get_supported_entities(self) -> list[str]:
        """None."""
        return []

    def get_supported_languages(self) -> list[str]:
        """One, by name only."""
        return ["zh"]


def presidio(ours: Matcher) -> AnalyzerEngine:
    """An analyzer that has exactly our patterns."""
    registry = RecognizerRegistry(supported_languages=["zh"], global_regex_flags=0)
    for pattern in ours.patterns:
        registry.add_recognizer(
            PatternRecognizer(
                supported_entity=pattern.name,
                patterns=[Pattern(pattern.name, pattern.text, 0.5)],
                supported_language="zh",
                global_regex_flags=0,
            )
        )
    return AnalyzerEngine(
        registry=registry, nlp_engine=NoNlp(), supported_languages=["zh"]
    )


def ours_raw(matcher: Matcher, texts: list[str]) -> list[set[tuple[str, int, int]]]:
    """Our spans in the raw texts."""
    found = []
    for text, numbers in zip(texts, matcher.candidates(texts), strict=True):
        found.append(
            {
                (matcher.patterns[n].name, *span)
                for n in numbers
                for span in matcher.spans(n, text)
            }
        )
    return found


def theirs(analyzer: AnalyzerEngine, text: str) -> set[tuple[str, int, int]]:
    """Presidio's spans in one raw text."""
    results = analyzer.analyze(text=text, language="zh")
    return {(r.entity_type, r.start, r.end) for r in results}


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(name: str, texts: list[str], rounds: int, peer_texts: int) -> bool:
    """One corpus: agree first, then interleaved rounds; whether spans agree."""
    rules = [r for r in text_screener().rules.rules if "chat" in r.kinds]
    used = words_of(rules)
    found = [*patterns(used, tight=True), *patterns(used, tight=False), *PATTERNS]
    matcher = Matcher(
        [replace(p, name=f"{at}:{p.name}") for at, p in enumerate(found)],
        hyperscan=True,
    )
    analyzer = presidio(matcher)
    screener = Screener(text_screener().rules, hyperscan=True)
    screener.screen(texts[:100], kind="chat")  # compile, as after the first texts
    some = texts[:peer_texts]
    mine = ours_raw(matcher, texts)
    agree = sum(a == theirs(analyzer, t) for a, t in zip(mine, some, strict=False))
    hit = sum(bool(spans) for spans in mine)
    mean = sum(map(len, texts)) / len(texts)
    print(
        f"{name}: {len(texts):,} texts, mean {mean:.0f} characters, "
        f"{len(matcher.patterns)} patterns; {hit / len(texts):.1%} of texts hit"
    )
    print(f"  spans equal in {agree} of {len(some)} texts given to both")
    data = "\x1e".join(texts).encode()
    runs: dict[str, list[float]] = {
        "ours, raw": [],
        "ours, all views": [],
        "presidio": [],
        "bare hyperscan": [],
    }
    for number in range(rounds):
        runs["ours, raw"].append(len(texts) / timed(lambda: ours_raw(matcher, texts)))
        runs["ours, all views"].append(
            len(texts)
            / timed(lambda: screener.screen(texts, kind="chat", directions="staff"))
        )
        runs["presidio"].append(
            len(some) / timed(lambda: [theirs(analyzer, t) for t in some])
        )
        runs["bare hyperscan"].append(
            len(texts) / timed(lambda: matcher.scan_joined(data))
        )
        last = "  ".join(f"{n} {r[-1]:,.0f}/s" for n, r in runs.items())
        print(f"  round {number + 1}: {last}")
    middle = {n: statistics.median(r) for n, r in runs.items()}
    print(
        f"  medians: raw {middle['ours, raw'] / middle['presidio']:.1f}x Presidio, "
        f"all views {middle['ours, all views'] / middle['presidio']:.1f}x Presidio "
        f"(floor 40x, goal 60x); bare hyperscan is "
        f"{middle['bare hyperscan'] / middle['ours, all views']:.1f}x all views"
    )
    return agree == len(some)


def chats(folder: str) -> list[str]:
    """The real service turns; empty where the data is not there."""
    path = Path(folder) / "service-chat" / "turns.csv.gz"
    if not folder or not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [row["text"] for row in csv.DictReader(stream)]


def main() -> int:
    """Measure both corpora; 1 if spans differ, 2 if the real one is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("SHOPWARDEN_DATA", ""))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-texts", type=int, default=600)
    options = parser.parse_args()
    frozen = [entry["text"] for entry in suite()]
    good = measure(
        "frozen suite",
        list(islice(cycle(frozen), TEXTS)),
        options.rounds,
        options.peer_texts,
    )
    real = chats(options.data)
    if not real:
        print(
            "service chats not found: give --data DIR or SHOPWARDEN_DATA",
            file=sys.stderr,
        )
        return 2
    good &= measure(
        "service chats",
        list(islice(cycle(real), TEXTS)),
        options.rounds,
        options.peer_texts,
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
