"""Personal data on published sets: addresses by parts, names in news.

    python benchmarks/personal_data.py --data DIR

DIR (or SHOPWARDEN_DATA) holds addresses/ and names/. Prints our figures
beside the floor of each set's README (a CRF trained on it; we train nothing):

    addresses  of the characters of houseno, cellno, floorno, roomno, person
               the share we cover, and of all others; `person` alone; on dev
    names      exact spans of name and address, every fifth sentence (fold 0)
    time       per 1,000 addresses and sentences, one process

We label an address in a text as one span, so the set's chunk F1 does not
apply; the masking of a household's parts (`engine.identify.household`) is
what the set's masking measure asks for. Without the data the program says so
and fails: not measured is no pass.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import SpanType, household, identify

if TYPE_CHECKING:
    from collections.abc import Iterator

MASKED = frozenset({"houseno", "cellno", "floorno", "roomno", "person"})
# Of the README of the data: a CRF over a window of tokens or characters.
FLOOR = {
    "recall": 0.927,
    "over": 0.013,
    "name": 0.737,
    "address": 0.527,
}


class Address(NamedTuple):
    """A labelled address: its text, and the label of each character."""

    text: str
    labels: list[str]


def main() -> int:
    """Measure both sets; 1 where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("SHOPWARDEN_DATA"))
    parser.add_argument("--part", default="dev", choices=["dev", "train"])
    given = parser.parse_args()
    data = Path(given.data or "")
    addresses = data / "addresses" / f"{given.part}.txt.gz"
    sentences = data / "names" / "train.jsonl.gz"
    if not given.data or not (addresses.exists() and sentences.exists()):
        print("NOT MEASURED: give --data DIR or SHOPWARDEN_DATA", file=sys.stderr)
        return 1
    measure_addresses(list(labelled(addresses)), given.part)
    measure_sentences(sentences)
    return 0


def labelled(path: Path) -> Iterator[Address]:
    """The addresses of a file, tokens joined."""
    tokens: list[tuple[str, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.strip():
                token, tag = line.split()
                tokens.append((token, tag.rpartition("-")[2]))
            elif tokens:
                labels = [tag for token, tag in tokens for _ in token]
                yield Address("".join(t for t, _ in tokens), labels)
                tokens = []


def measure_addresses(addresses: list[Address], part: str) -> None:
    """Character recall and over-masking of the household's parts."""
    covered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    whole = 0
    begun = time.perf_counter()
    found = [places(a.text) for a in addresses]
    seconds = time.perf_counter() - begun
    spans = identify([a.text for a in addresses])
    for address, masked, as_text in zip(addresses, found, spans, strict=True):
        whole += any(s.type is SpanType.ADDRESS for s in as_text)
        for place, label in enumerate(address.labels):
            total[label] += 1
            covered[label] += place in masked
    inside = sum(total[k] for k in MASKED)
    outside = sum(total.values()) - inside
    recall = sum(covered[k] for k in MASKED) / inside
    over = sum(n for k, n in covered.items() if k not in MASKED) / outside
    print(f"addresses, {part}, {len(addresses):,}; masking of the household's parts")
    print(f"  character recall  {recall:.3f}   floor {FLOOR['recall']}")
    doors = MASKED - {"person"}
    alone = sum(covered[k] for k in doors) / sum(total[k] for k in doors)
    print(f"    without person  {alone:.3f}   (most persons there are firms and desks)")
    print(f"  over-masking      {over:.3f}   floor {FLOOR['over']}")
    for label in sorted(MASKED):
        print(f"    {label:<9} {covered[label] / total[label]:.3f} of {total[label]:,}")
    print("  chunk F1 is not measured: in a text we label an address as one span")
    print(f"  found as an address by its text alone: {whole / len(addresses):.3f}")
    print(f"  {seconds / len(addresses) * 1e6:.0f} ms per 1,000")


def places(text: str) -> set[int]:
    """The places of a text, in the original, that masking a household covers."""
    plain = fold([text])[0].plain
    return {
        place
        for start, end in household(plain.text)
        for place in range(*plain.original(start, end))
    }


def measure_sentences(path: Path) -> None:
    """Exact spans of names and addresses in news, every fifth sentence."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::5]
    texts = [row["text"] for row in rows]
    identify(texts[:100])
    begun = time.perf_counter()
    found = identify(texts)
    seconds = time.perf_counter() - begun
    print(f"names, fold 0, {len(rows):,} sentences of news; exact spans")
    for kind in ("name", "address"):
        wanted = {
            (number, first, last + 1)
            for number, row in enumerate(rows)
            for spans in row["label"].get(kind, {}).values()
            for first, last in spans
        }
        ours = {
            (number, s.start, s.end)
            for number, spans in enumerate(found)
            for s in spans
            if s.type.value == kind
        }
        right = len(wanted & ours)
        precision = right / len(ours) if ours else 0.0
        recall = right / len(wanted)
        f1 = 2 * right / (len(wanted) + len(ours))
        print(
            f"  {kind:<8} F1 {f1:.3f} (precision {precision:.3f} of {len(ours):,}, "
            f"recall {recall:.3f} of {len(wanted):,})   floor {FLOOR[kind]}"
        )
    print("  a name in news has no cue, and a place no door: see docs/personal-data.md")
    print(f"  {seconds / len(texts) * 1e6:.0f} ms per 1,000")


if __name__ == "__main__":
    sys.exit(main())
