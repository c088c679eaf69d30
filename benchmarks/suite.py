"""Score screening on the frozen suite: per label, per evasion kind, per span type.

The suite (tests/vectors/screening) was written before the rules by people who
had not seen them. Its open half may be looked at while rules are mended, so
scores on it are in-sample; of the closed half only totals are printed.

usage: python benchmarks/suite.py [--failures] [--half open|closed]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.screen import Screened

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors" / "screening"
NAMES_AND_PLACES = ("name", "address")


def half_of(identifier: str) -> str:
    """Which half of the suite a text belongs to."""
    even = int(sha256(identifier.encode()).hexdigest(), 16) % 2 == 0
    return "open" if even else "closed"


def suite() -> list[dict[str, Any]]:
    """All texts of the suite, with the file each is from."""
    return [
        {**json.loads(line), "file": path.stem}
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def labels_of(found: Screened) -> set[str]:
    """The labels in the suite's spelling."""
    graded = ("solicitation", "absolute_term")
    return {
        f"{m.label}:{m.strength}" if m.label in graded else m.label for m in found.marks
    }


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed of one thing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def line(self, name: str) -> str:
        """Precision, recall and F1 as a line."""
        said, true = self.right + self.wrong, self.right + self.missed
        precision = self.right / said if said else 1.0
        recall = self.right / true if true else 1.0
        both = precision + recall
        score = 2 * precision * recall / both if both else 0.0
        found = f"P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}"
        return f"  {name:24} true {true:4}  {found}"


@dataclass(slots=True)
class Scores:
    """Everything counted over one half."""

    labels: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=dict)
    spans: dict[str, Tally] = field(default_factory=dict)
    flagged_traps: int = 0
    traps: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, entry: dict[str, Any], found: Screened) -> None:
        """Count one text."""
        said, true = labels_of(found), set(entry["labels"])
        # A strong solicitation says what a weak one says.
        for graded in ("solicitation",):
            if f"{graded}:strong" in said:
                said.discard(f"{graded}:weak")
        _tally(self.labels, true, said)
        for kind in entry["evasion"]:
            tally = self.kinds.setdefault(kind, Tally())
            tally.right += len(true & said)
            tally.missed += len(true - said)
            tally.wrong += len(said - true)
        if not true:
            self.traps += 1
            self.flagged_traps += bool(said)
        if true != said:
            self.failures.append(
                f"{entry['id']} {entry['direction']:5} -{sorted(true - said)} "
                f"+{sorted(said - true)} {[(m.rule, m.strength) for m in found.marks]} "
                f"{entry['text']}"
            )
        self._spans(entry, found)

    def _spans(self, entry: dict[str, Any], found: Screened) -> None:
        true, at = Counter[tuple[str, int, int]](), 0
        for kind, text in entry["spans"]:
            start = entry["text"].index(text, at)
            at = start + len(text)
            true[kind, start, at] += 1
        said = Counter((str(s.type), s.start, s.end) for s in found.spans)
        for key in set(true) | set(said):
            tally = self.spans.setdefault(key[0], Tally())
            tally.right += bool(true[key] and said[key])
            tally.missed += bool(true[key] and not said[key])
            tally.wrong += bool(said[key] and not true[key])
        if true != said:
            lost = [entry["text"][a:b] for _, a, b in true - said]
            more = [(k, entry["text"][a:b]) for k, a, b in said - true]
            self.failures.append(f"{entry['id']} spans -{lost} +{more} {entry['text']}")


def _tally(into: dict[str, Tally], true: set[str], said: set[str]) -> None:
    for name in true | said:
        tally = into.setdefault(name, Tally())
        tally.right += name in true and name in said
        tally.wrong += name in said and name not in true
        tally.missed += name in true and name not in said


def scores(entries: Iterable[dict[str, Any]]) -> Scores:
    """Screen the texts and count."""
    screener, result = text_screener(), Scores()
    for entry in entries:
        (found,) = screener.screen(
            [entry["text"]], kind=entry["kind"], directions=entry["direction"]
        )
        result.count(entry, found)
    return result


def show(name: str, result: Scores, *, failures: bool) -> None:
    """Print one half."""
    print(f"{name} half: labels")
    for label in sorted(result.labels):
        print(result.labels[label].line(label))
    print(_total(result.labels.values()).line("all labels"))
    flagged = f"{result.flagged_traps} of {result.traps}"
    print(f"  texts without a label that got one: {flagged}")
    print(f"{name} half: labels of disguised texts, by kind of evasion")
    for kind in sorted(result.kinds):
        print(result.kinds[kind].line(kind))
    print(_total(result.kinds.values()).line("all kinds"))
    print(f"{name} half: spans of personal data, exact offsets")
    for kind in sorted(result.spans):
        print(result.spans[kind].line(kind))
    fixed = [t for k, t in result.spans.items() if k not in NAMES_AND_PLACES]
    loose = [t for k, t in result.spans.items() if k in NAMES_AND_PLACES]
    print(_total(fixed).line("structured"))
    print(_total(loose).line("names and addresses"))
    if failures:
        print("\n".join(sorted(result.failures)))


def _total(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total.right += each.right
        total.wrong += each.wrong
        total.missed += each.missed
    return total


def main() -> None:
    """Print both halves, or one; the closed half never lists its failures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--half", choices=("open", "closed"), default="")
    options = parser.parse_args()
    for half in ("open", "closed"):
        if options.half in ("", half):
            chosen = [e for e in suite() if half_of(e["id"]) == half]
            show(
                f"{half} ({'in-sample' if half == 'open' else 'not looked at'})",
                scores(chosen),
                failures=options.failures and half == "open",
            )


if __name__ == "__main__":
    main()
