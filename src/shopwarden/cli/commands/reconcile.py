"""`shopwarden reconcile`: due, settled, difference and reasons per order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopwarden.cli.loading import load
from shopwarden.cli.output import put, tell
from shopwarden.errors import UsageError
from shopwarden.practices.payments.patterns import FOREIGN, pattern_text
from shopwarden.practices.payments.reasons import REASONS, Cite
from shopwarden.practices.payments.reconcile import reconcile
from shopwarden.records.schema import Kind
from shopwarden.report.output import write_text
from shopwarden.words import Text, say, show_fen

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from shopwarden.practices.payments.reconcile import Reconciliation
    from shopwarden.words import Language

_MONEY = ("due_fen", "settled_fen", "pending_fen", "explained_fen", "remainder_fen")


def run(options: argparse.Namespace, language: Language) -> int:
    """Reconcile each shop; show totals, or one order reason by reason."""
    loaded = load(options, language)
    lines: list[str] = []
    for shop in loaded.intake.shops:
        found = reconcile(shop.facts, loaded.reference, loaded.moment(shop))
        if options.order:
            _order(found, options.order, language)
        else:
            _totals(found, language)
        if options.json:
            lines += (json.dumps(o, ensure_ascii=False) for o in orders(found))
    if options.json:
        write_text(Path(options.json), "".join(f"{line}\n" for line in lines))
    return 0


def orders(found: Reconciliation) -> Iterator[dict[str, Any]]:
    """One mapping per reconciled order, for machines."""
    facts, table = found.facts, found.facts.table(Kind.ORDER_RECONCILED)
    columns = {name: table[name].tolist() for name in _MONEY}
    patterns = facts.names.get("pattern")
    for at, code in enumerate(table["order"].tolist()):
        pattern = int(table["pattern"][at])
        yield {
            "order": facts.name("order", code),
            "pattern": "" if patterns is None else str(patterns[pattern]),
            **{name: column[at] for name, column in columns.items()},
        }


def _totals(found: Reconciliation, language: Language) -> None:
    table = found.facts.table(Kind.ORDER_RECONCILED)
    # Rows of another shop's orders are shown below, and are no money of ours.
    own = table["pattern"] != found.facts.code("pattern", FOREIGN)
    sums = {name: int(table[name][own].sum()) for name in _MONEY}
    tell(Text("cli.reconciled", {"orders": int(own.sum()), **sums}), language)
    for name, total in found.by_reason.items():
        word = say(Text(f"payments.reason_{name}"), language)
        put(f"  {show_fen(total.fen):>18}  {total.rows:>9,}  {word}")
    tell(Text("cli.remainders"), language)
    for name, total in found.by_pattern.items():
        if total.fen or name != "clean":
            word = say(pattern_text(name), language)
            put(f"  {show_fen(total.fen):>18}  {total.rows:>9,}  {word}")


def _order(found: Reconciliation, order: str, language: Language) -> None:
    facts, table = found.facts, found.facts.table(Kind.ORDER_RECONCILED)
    code = facts.code("order", order)
    rows = [at for at in (table["order"] == code).nonzero()[0].tolist() if code >= 0]
    if not rows:
        raise UsageError("cli.no_order", order=order)
    sums = {name: int(table[name][rows[0]]) for name in _MONEY}
    tell(Text("cli.reconciled_order", {"order": order, **sums}), language)
    reasons = found.reasons.of(code)
    for at in range(len(reasons)):
        file = int(reasons.cite_file[at])
        cite = Cite(int(reasons.cite_kind[at])).name.lower()
        told = {
            "amount": f"  {show_fen(int(reasons.amount_fen[at])):>14}",
            "reason": Text(f"payments.reason_{REASONS[int(reasons.reason[at])]}"),
            "cite": Text(f"cli.cite_{cite}"),
            "place": facts.files[file] if 0 <= file < len(facts.files) else "-",
            "row": str(int(reasons.cite_row[at])),
        }
        tell(Text("cli.reason_cited", told), language)
