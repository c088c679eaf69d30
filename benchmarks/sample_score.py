"""Score a scan against the sample shop's truth, kind by kind: in-sample.

    python benchmarks/sample_score.py --folder var/sample --findings var/findings.jsonl

The incidents are our own constructions, so what this prints guards against
regressions and says nothing about a real shop. Per kind of incident: how many
were found (at least half of the orders listed for it carry a finding; for what
other tables than orders and bills show: a finding rests on one of its rows
there), those of strength "edge" apart, how many of their orders or rows, and,
where the truth states an amount that findings of one order can be compared
with, how many were recovered to the fen. Then noise: findings on orders and
rows that no truth names, incidents per true incident, and incidents per 1,000
clean orders; and the kinds of look-alikes that findings rest on.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

# Kinds that are bad rows, not incidents of money or orders.
BAD_ROWS = {"two_totals", "damaged_id"}
# Remarks stand in order exports, and yet are found by their rows.
REMARKS = ("remark_",)
# Files whose rows are orders or bills; rows of all others are found as rows.
BY_ORDER_FILES = (*"0123456789", "对账表", "订单结算", "营销对账")
# Bursts of orders, found by their orders although other tables show them too.
ORDER_KINDS = {
    "price_error",
    "coupon_gang",
    "coupon_buyer",
    "bulk_refund_buyer",
    "bulk_refund_sku",
    "hoarding",
    "stacked_promotion",
    "scalper",
    "order_surge",
    "unsettled",
    "wallet_changed",
}
# Kinds whose amount one finding's stake states about the same order.
BY_AMOUNT = {
    "unsettled": "gross_fen",
    "short_paid": "amount_fen",
    "duplicate_fee": "amount_fen",
    "duplicate_income": "amount_fen",
    "over_charged": "amount_fen",
    "unknown_fee": "amount_fen",
    "refund_above_paid": "amount_fen",
    "refunded_twice": "amount_fen",
    "refund_unpaid": "amount_fen",
}
# The rules whose stake is the fault of one order.
BY_ORDER = {
    "payments/settlement_missing",
    "payments/settlement_short",
    "payments/settlement_duplicate",
    "payments/fee_overcharged",
    "payments/fee_unknown",
    "payments/refund_above_paid",
    "payments/refund_twice",
    "payments/refund_unpaid",
}


def read(findings: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The findings and the summary of a JSON-lines file."""
    lines = [json.loads(line) for line in findings.read_text("utf-8").splitlines()]
    return lines[:-1], lines[-1]


def stakes(found: list[dict[str, Any]]) -> dict[str, set[int]]:
    """The amounts at stake that findings state, by judged order."""
    amounts: dict[str, set[int]] = defaultdict(set)
    for finding in found:
        stake = finding.get("stake")
        order = finding["values"].get("order")
        if stake and order:
            amounts[order].add(stake["amount_fen"])
    return amounts


def score(truth: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Print found and recovered incidents, kind by kind."""
    named = {order for finding in found for order in finding["orders"]}
    rows = {place for finding in found for place in places(finding["evidence"])}
    amounts = stakes(found)
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for incident in truth["incidents"]:
        if incident["kind"] not in BAD_ROWS:
            kinds[incident["kind"]].append(incident)
    headings = f"{'incidents':>10}{'found':>7}{'edge':>7}{'listed':>8}{'named':>7}"
    print(f"{'kind':<20}{headings}  to the fen")
    for kind, incidents in kinds.items():
        if any(shown(i) for i in incidents):
            hits = [len(rows & shown(i)) for i in incidents]
            listed = [len(shown(i)) for i in incidents]
            good = [h > 0 for h in hits]
        else:
            hits = [len(named.intersection(i["orders"])) for i in incidents]
            listed = [len(i["orders"]) for i in incidents]
            good = [2 * h >= n > 0 for h, n in zip(hits, listed, strict=True)]
        edges = [g for g, i in zip(good, incidents, strict=True) if edge(i)]
        at_edge = f"{sum(edges)}/{len(edges)}" if edges else ""
        counts = f"{len(incidents):>10}{sum(good):>7}{at_edge:>7}"
        counts += f"{sum(listed):>8}{sum(hits):>7}"
        print(f"{kind:<20}{counts}  {exact(kind, incidents, amounts)}")


def edge(incident: dict[str, Any]) -> bool:
    """Whether an incident is just above what the catalogue names."""
    return str(incident["strength"]) == "edge"


def shown(incident: dict[str, Any]) -> set[tuple[str, int]]:
    """The rows an incident is found by: of remarks, and of no order or bill."""
    if incident["kind"].startswith(REMARKS):
        return places(incident["rows"])
    if incident["kind"] in ORDER_KINDS:
        return set()
    return {p for p in places(incident["rows"]) if not p[0].startswith(BY_ORDER_FILES)}


def places(rows: list[dict[str, Any]]) -> set[tuple[str, int]]:
    """Files and rows."""
    return {(row["file"], row["row"]) for row in rows}


def exact(
    kind: str, incidents: list[dict[str, Any]], amounts: dict[str, set[int]]
) -> str:
    """How many incidents of a kind a finding states to the fen."""
    if kind not in BY_AMOUNT:
        return ""
    column = BY_AMOUNT[kind]
    equal = sum(i[column] in amounts[i["orders"][0]] for i in incidents)
    return f"{equal} of {len(incidents)}"


def money(truth: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Print precision and recall by amount over the faults of single orders."""
    owed: dict[str, int] = {}
    for incident in truth["incidents"]:
        if incident["kind"] in BY_AMOUNT:
            fen = incident[BY_AMOUNT[incident["kind"]]]
            owed[incident["orders"][0]] = owed.get(incident["orders"][0], 0) + fen
    elsewhere = {order for i in truth["incidents"] for order in i["orders"]}
    stated: dict[str, int] = defaultdict(int)
    for finding in found:
        order, stake = finding["values"].get("order"), finding.get("stake")
        if order in elsewhere and order not in owed:
            continue  # its fault is of another kind, a wrong rate for instance
        if stake and order and finding["rule"] in BY_ORDER:
            stated[order] = max(stated[order], stake["amount_fen"])
    right = sum(min(owed.get(order, 0), fen) for order, fen in stated.items())
    total, truly = sum(stated.values()), sum(owed.values())
    print(f"by amount: stated {total} fen, true {truly} fen, both {right} fen")
    print(
        f"  precision {right / max(total, 1):.4f}, recall {right / max(truly, 1):.4f}"
    )


def noise(truth: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Print what was found on orders that no truth row names."""
    full = all(i["orders_total"] == len(i["orders"]) for i in truth["incidents"])
    true = {order for i in truth["incidents"] for order in i["orders"]}
    skus = {sku for i in truth["incidents"] for sku in i["skus"]}
    rows = {place for i in truth["incidents"] for place in places(i["rows"])}
    false: dict[str, set[str]] = defaultdict(set)
    by_incident: dict[str, bool] = {}
    for finding in found:
        known = finding["entity"] in true or finding["entity"] in skus
        known = known or bool(true.intersection(finding["orders"]))
        known = known or bool(rows & places(finding["evidence"]))
        by_incident[finding["incident"]] = (
            by_incident.get(finding["incident"], False) or known
        )
        if not known:
            false[finding["rule"]].add(finding["entity"])
    real = sum(i["kind"] not in BAD_ROWS for i in truth["incidents"])
    orders = truth["sample"]["orders"]
    wrong = sum(not known for known in by_incident.values())
    print(f"incidents shown {len(by_incident)}, of them on nothing true {wrong}")
    per = len(by_incident) / max(real, 1)
    print(f"true incidents {real}; shown per true one {per:.2f}")
    print(f"wrong incidents per 1,000 orders {1000 * wrong / orders:.2f}")
    if not full:
        print("truth lists are cut short at this size: some of these may be true")
    for rule, entities in sorted(false.items()):
        print(f"  {rule}: {len(entities)} entities, e.g. {min(entities)}")


def innocent(truth: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Print the look-alikes whose rows, or whose orders alone, findings rest on.

    Findings on orders or rows that an incident names as well are left out.
    """
    true = {order for i in truth["incidents"] for order in i["orders"]}
    rows = {place for i in truth["incidents"] for place in places(i["rows"])}
    print("look-alikes with findings: kind, findings by rule")
    for one in truth["benign"]:
        orders, seen = set(one["orders"]) - true, places(one["rows"])
        hits: dict[str, int] = defaultdict(int)
        for finding in found:
            evidence = places(finding["evidence"])
            if evidence & rows or true.intersection(finding["orders"]):
                continue
            if orders.intersection(finding["orders"]) or seen & evidence:
                hits[finding["rule"]] += 1
        if hits:
            rules = ", ".join(f"{rule} {n}" for rule, n in sorted(hits.items()))
            print(f"  {one['kind']:<20}{rules}")


def main() -> None:
    """Parse the arguments and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/sample"))
    parser.add_argument("--findings", type=Path, default=Path("var/findings.jsonl"))
    options = parser.parse_args()
    truth = json.loads((options.folder / "truth.json").read_text("utf-8"))
    found, _ = read(options.findings)
    print("in-sample: incidents of our own making")
    score(truth, found)
    money(truth, found)
    noise(truth, found)
    innocent(truth, found)


if __name__ == "__main__":
    main()
