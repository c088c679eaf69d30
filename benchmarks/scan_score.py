"""Recall and precision of a scan per kind of incident: in-sample.

    python benchmarks/scan_score.py --orders 20000 --folder var/scan_score

Writes the faulty sample shop, scans it, and matches what was shown with
truth.json by orders, SKUs and rows, and by the threats of the catalogue: what
was shown names a true incident if it touches it and its rules answer one of
its threats. Per kind:

    true       incidents of the kind
    found      at least half of its orders (of other tables: one row) are shown
    named      found, and by a rule that answers its threat
    recall     named of true
    claimed    shown incidents whose leading rule answers one of its threats
    precision  of those, the part that touches an incident of such a threat
    shown per  shown incidents that name it, a named one

Then incidents shown per true one, what was shown on nothing true, by rule, and
how many that is per 1,000 orders no row of the truth names. What is counted by
account or by day cites one row of many, which the truth need not name: some of
that rests on something true after all. The incidents are our own constructions
and the rules' authors knew the catalogue they come from: this guards against
regressions and says nothing about a real shop. How amounts are recovered is
printed by `sample_score.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample_score import BAD_ROWS, edge, places, read, shown

from shopwarden.practices.guide import guide_rules

_FOUND = (0, 10)  # exit codes of scan
_IN_SAMPLE = "in-sample: incidents of our own making, known when rules were written"


@dataclass(frozen=True)
class Shown:
    """One incident of the scan: what it rests on, and what its rules answer."""

    id: str
    lead: str
    rules: frozenset[str]
    claims: frozenset[str]  # threats of the leading rule
    threats: frozenset[str]  # of all its rules
    orders: frozenset[str]
    skus: frozenset[str]
    rows: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Truth:
    """One incident of the truth."""

    kind: str
    edge: bool
    threats: frozenset[str]
    orders: frozenset[str]
    skus: frozenset[str]  # where no orders are listed
    every_sku: frozenset[str]
    rows: frozenset[tuple[str, int]]
    found_by: frozenset[tuple[str, int]]  # empty: it is found by its orders
    whole: bool  # its lists are not cut short


def run(folder: Path, orders: int, seed: int) -> Path:
    """Write the shop unless it is there, and scan it anew."""
    program = [sys.executable, "-m", "shopwarden"]
    if not (folder / "truth.json").exists():
        numbers = ["--orders", str(orders), "--seed", str(seed)]
        subprocess.run([*program, "sample", str(folder), *numbers], check=True)
    found = folder / "found.jsonl"
    command = [*program, "scan", "--quiet", str(folder), "--json", str(found)]
    command += ["--report", str(folder / "found.html")]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in _FOUND:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return found


def incidents_shown(path: Path) -> list[Shown]:
    """The incidents of a scan with all that their findings cite."""
    findings, summary = read(path)
    answers = {rule.id: frozenset(rule.threats) for rule in guide_rules()}
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in findings:
        by_id[finding["incident"]].append(finding)
    incidents = [i for shop in summary["shops"] for i in shop["incidents"]]
    return [_shown(i, by_id[i["id"]], answers) for i in incidents]


def _shown(
    incident: dict[str, Any],
    findings: list[dict[str, Any]],
    answers: dict[str, frozenset[str]],
) -> Shown:
    rules = incident["rules"]
    cited = [row for f in findings for row in f["evidence"]]
    entities = {f["entity"] for f in findings if f["entity_kind"] == "sku"}
    named = {o for f in findings for o in f["orders"]}
    return Shown(
        id=incident["id"],
        lead=rules[0],
        rules=frozenset(rules),
        claims=answers[rules[0]],
        threats=frozenset().union(*(answers[rule] for rule in rules)),
        orders=frozenset(named),
        skus=frozenset(entities),
        rows=frozenset(places(cited)),
    )


def incidents_true(truth: dict[str, Any]) -> list[Truth]:
    """The incidents of the truth, bad rows left out."""
    return [
        Truth(
            kind=i["kind"],
            edge=edge(i),
            threats=frozenset(i["threats"]),
            orders=frozenset(i["orders"]),
            # A SKU that thousands bought says nothing where orders are listed.
            skus=frozenset() if i["orders"] else frozenset(i["skus"]),
            every_sku=frozenset(i["skus"]),
            rows=frozenset(places(i["rows"])),
            found_by=frozenset(shown(i)),
            whole=len(i["orders"]) == i["orders_total"]
            and len(i["rows"]) == i["rows_total"],
        )
        for i in truth["incidents"]
        if i["kind"] not in BAD_ROWS
    ]


class Match:
    """What was shown, indexed by what it rests on."""

    def __init__(self, incidents: list[Shown], true: list[Truth]) -> None:
        """Both sides; `touching` then tells what meets."""
        self.shown, self.true = incidents, true
        self._by: dict[object, set[int]] = defaultdict(set)
        for at, one in enumerate(incidents):
            for key in (*one.orders, *one.rows, *(("sku", s) for s in one.skus)):
                self._by[key].add(at)
        self.touching = [self._touching(one) for one in true]
        self.naming = [
            {at for at in touching if self.shown[at].threats & one.threats}
            for touching, one in zip(self.touching, true, strict=True)
        ]

    def _touching(self, one: Truth) -> set[int]:
        keys = (*one.orders, *one.rows, *(("sku", s) for s in one.skus))
        return {at for key in keys for at in self._by.get(key, ())}

    def found(self, one: Truth, by: set[int]) -> bool:
        """Whether those shown incidents show enough of a true one.

        One about a SKU in an hour cites a row and names no order: it shows all.
        """
        if any(self._of_sku(self.shown[at], one) for at in by):
            return True
        if one.found_by or not one.orders:
            rows = one.found_by or one.rows
            keys: tuple[object, ...] = (*rows, *(("sku", s) for s in one.skus))
            return any(self._by.get(key, set()) & by for key in keys)
        hit = sum(bool(self._by.get(order, set()) & by) for order in one.orders)
        return 2 * hit >= len(one.orders)

    @staticmethod
    def _of_sku(shown: Shown, one: Truth) -> bool:
        return not shown.orders and bool(shown.skus & one.every_sku)

    def right(self, threats: frozenset[str]) -> set[int]:
        """What touches a true incident of one of the threats."""
        return {
            at
            for one, touching in zip(self.true, self.touching, strict=True)
            if one.threats & threats
            for at in touching
        }


def per_kind(match: Match) -> None:
    """Print the table and its last line over all kinds."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(match.true):
        kinds[one.kind].append(number)
    print(
        f"{'kind':<22}{'true':>5}{'found':>6}{'named':>6}{'edge':>6}{'recall':>8}"
        f"{'claimed':>9}{'precision':>10}{'shown per':>10}"
    )
    totals: Counter[str] = Counter()
    for kind, numbers in kinds.items():
        row = _row(match, numbers)
        totals += Counter(row)
        print(f"{kind:<22}{_cells(row)}")
    claimed = [at for at, one in enumerate(match.shown) if one.claims]
    right = [at for at in claimed if at in match.right(match.shown[at].claims)]
    totals["claimed"], totals["right"] = len(claimed), len(right)
    print(f"{'all':<22}{_cells(dict(totals))}")


def _row(match: Match, numbers: list[int]) -> dict[str, int]:
    true = [match.true[n] for n in numbers]
    found = [match.found(match.true[n], match.touching[n]) for n in numbers]
    named = [match.found(match.true[n], match.naming[n]) for n in numbers]
    threats = frozenset().union(*(t.threats for t in true))
    claimed = {at for at, one in enumerate(match.shown) if one.claims & threats}
    by = [len(match.naming[n]) for n, got in zip(numbers, named, strict=True) if got]
    return {
        "true": len(true),
        "found": sum(found),
        "named": sum(named),
        "edges": sum(t.edge for t in true),
        "edge": sum(got for got, t in zip(named, true, strict=True) if t.edge),
        "claimed": len(claimed),
        "right": len(claimed & match.right(threats)),
        "shown": sum(by),
    }


def _cells(row: dict[str, int]) -> str:
    edge_part = f"{row['edge']}/{row['edges']}" if row.get("edges") else ""
    claimed, named = row.get("claimed", 0), row.get("named", 0)
    precision = f"{row.get('right', 0) / claimed:.2f}" if claimed else "-"
    per = f"{row.get('shown', 0) / named:.2f}" if named else "-"
    counts = f"{row['true']:>5}{row.get('found', 0):>6}{named:>6}{edge_part:>6}"
    rates = f"{named / row['true']:>8.2f}{claimed:>9}{precision:>10}{per:>10}"
    return counts + rates


def noise(match: Match, orders: int) -> None:
    """Print incidents per true one, and what was shown on nothing true."""
    touched = set().union(*match.touching)
    named = set().union(*match.naming)
    beside = touched - named
    wrong = set(range(len(match.shown))) - touched
    clean = orders - len(frozenset().union(*(t.orders for t in match.true)))
    print(f"shown {len(match.shown)}: name a true incident {len(named)}, rest on the")
    print(f"  rows of one but answer another threat {len(beside)}, on nothing true")
    print(f"  {len(wrong)}")
    print(f"shown per true incident {len(touched) / len(match.true):.2f}", end="")
    print(f" (with those on nothing true {len(match.shown) / len(match.true):.2f})")
    print(f"on nothing true per 1,000 clean orders {1000 * len(wrong) / clean:.2f}")
    cut = sorted({t.kind for t in match.true if not t.whole})
    if cut:
        print(f"lists cut at 1,000, so some may be true after all: {', '.join(cut)}")
    for title, which in (("on nothing true", wrong), ("other threat", beside)):
        rules = Counter(match.shown[at].lead for at in which)
        for rule, count in sorted(rules.items()):
            print(f"  {title:<16}{rule:<44}{count:>4}")


def missed(match: Match) -> None:
    """Print the true incidents that nothing names."""
    print("not named: kind, strength, touched by")
    for number, one in enumerate(match.true):
        if match.found(one, match.naming[number]):
            continue
        rules = Counter(
            r for at in match.touching[number] for r in match.shown[at].rules
        )
        told = ", ".join(sorted(rules)) or "nothing"
        print(f"  {one.kind:<22}{'edge' if one.edge else 'clear':<7}{told}")


def main() -> None:
    """Parse the arguments, scan and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--folder", type=Path, default=Path("var/scan_score"))
    options = parser.parse_args()
    for seed in options.seeds:
        folder = options.folder / f"shop-{options.orders}-{seed}"
        path = run(folder, options.orders, seed)
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        match = Match(incidents_shown(path), incidents_true(truth))
        print(f"seed {seed}, {truth['sample']['orders']:,} orders · {_IN_SAMPLE}")
        per_kind(match)
        noise(match, truth["sample"]["orders"])
        missed(match)


if __name__ == "__main__":
    main()
