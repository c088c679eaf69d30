"""Random shops: the vectorised deadlines say what the scalar oracle says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.practices.disputes.deadline_oracle import expected
from tests.practices.disputes.oracle_world import World

from shopwarden.engine.clock import Candidates, read_clock
from shopwarden.engine.examples import facts_of, token_of
from shopwarden.practices.disputes.deadlines import NAMES, ShopClock, Term, deadlines
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.schema import MISSING, SCHEMAS, TOKEN_DOMAINS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.records.facts import Facts, Table

Record = dict[str, Any]
START = read_moment("2026-11-02 00:00:00") or 0
HOURS = 160
IDS = ("order", "after_sale", "dispute", "notice", "document", "sku", "buyer")
SHOWN_BY = (
    *("Shipment", "ParcelScanned", "AfterSaleAnswered", "AfterSaleClosed"),
    *("NoticeAnswered", "DisputeAnswered", "AppealFiled"),
)
COLUMNS = {
    "OrderPlaced": ("order", "buyer", "receivable_fen", "parent"),
    "OrderLine": ("order", "sku"),
    "OrderPaid": ("order", "buyer", "amount_fen"),
    "OrderCancelled": ("order",),
    "OrderFinished": ("order",),
    "OrderState": ("order", "status"),
    "RefundPaid": ("order", "after_sale", "back_fen"),
    "Shipment": ("order", "waybill", "promised_ms"),
    "ParcelScanned": ("order", "waybill"),
    "ParcelSigned": ("order", "waybill"),
    "SkuFacts": ("sku", "promise_ms"),
    "AfterSaleOpened": ("after_sale", "order", "sku", "buyer", "request", "amount_fen"),
    "AfterSaleAnswered": ("after_sale",),
    "ReturnReceived": ("after_sale", "order", "sku", "buyer"),
    "AfterSaleClosed": ("after_sale", "request", "outcome", "amount_fen"),
    "Notice": ("notice", "order", "sku", "amount_fen", "due_ms"),
    "NoticeAnswered": ("notice",),
    "DisputeOpened": ("dispute", "order", "after_sale", "sku", "amount_fen", "due_ms"),
    "DisputeAnswered": ("dispute",),
    "DisputeDecided": ("dispute", "order", "verdict", "amount_fen", "due_ms"),
    "AppealFiled": ("dispute",),
    "DisputeState": ("dispute", "chat", "slip", "proof", "video"),
    "Document": ("document", "paper", "sku", "expires_ms"),
}
# The columns without which a fact of the kind is none.
NEEDED = {"order", "after_sale", "notice", "dispute", "document", "back_fen", "status"}
SPARED = {("RefundPaid", "after_sale"), ("ReturnReceived", "order")}
SPARED |= {(kind, "order") for kind in ("AfterSaleOpened", "Notice", "DisputeOpened")}
SPARED |= {("DisputeDecided", "order"), ("DisputeOpened", "after_sale")}
ONE_EACH = {"OrderPlaced", "OrderPaid", "OrderCancelled", "OrderFinished"}

hours = st.integers(0, HOURS).map(lambda h: START + h * HOUR_MS)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "order": st.sampled_from(["3160001", "3160002", "3160003"]),
    "parent": st.sampled_from([None, None, None, "3160003"]),
    "after_sale": st.sampled_from(["7001", "7002"]),
    "notice": st.sampled_from(["n1", "n2"]),
    "dispute": st.sampled_from(["d1", "d2"]),
    "document": st.sampled_from(["执照", "授权书", "商标证"]),
    "paper": st.sampled_from(["licence", "authorisation", "trademark"]),
    "sku": st.sampled_from(["1001", "1002"]),
    "buyer": st.sampled_from(["b1", "b2"]),
    "waybill": st.sampled_from(["w1", "w2"]),
    "request": st.sampled_from(["return", "exchange", "refund_only"]),
    "outcome": st.sampled_from(["agreed", "refused", "jd_decided"]),
    "verdict": st.sampled_from(["lost", "lost", "won"]),
    "status": st.sampled_from(["等待出库", "已取消", "完成"]),
    "receivable_fen": st.integers(0, 9),
    "amount_fen": st.integers(0, 9),
    "back_fen": st.integers(1, 9),
    "promised_ms": hours,
    "promise_ms": st.integers(1, 60).map(lambda h: h * HOUR_MS),
    "due_ms": hours,
    "expires_ms": st.integers(-2, 70).map(lambda d: START + d * DAY_MS),
    **dict.fromkeys(("chat", "slip", "proof", "video"), st.sampled_from([0, 1])),
}


# What meets in one clock: worlds of one family are dense enough to matter.
FAMILIES = (
    (
        *("OrderPlaced", "OrderLine", "OrderPaid", "OrderPaid", "OrderCancelled"),
        *("OrderFinished", "OrderState", "RefundPaid", "Shipment", "SkuFacts"),
        *("ParcelScanned", "ParcelSigned"),
    ),
    ("Shipment", "Shipment", "ParcelScanned", "ParcelSigned", "OrderFinished"),
    (
        *("AfterSaleOpened", "AfterSaleAnswered", "ReturnReceived"),
        *("AfterSaleClosed", "RefundPaid"),
    ),
    ("Notice", "NoticeAnswered"),
    (
        *("DisputeOpened", "DisputeAnswered", "DisputeDecided", "AppealFiled"),
        "DisputeState",
    ),
    ("Document",),
)


@st.composite
def record(draw: st.DrawFn, kinds: Sequence[str]) -> Record:
    kind = draw(st.sampled_from(kinds))
    found: Record = {"kind": kind, "ts": draw(hours)}
    for name in COLUMNS[kind]:
        needed = name in NEEDED and (kind, name) not in SPARED
        needed |= kind in ("SkuFacts", "OrderLine") and name == "sku"
        needed |= kind == "Document" and name == "expires_ms"
        if needed or draw(st.integers(0, 3)):
            value = draw(VALUES[name])
            found["amount_fen" if name == "back_fen" else name] = value
    if kind == "Document" and draw(st.booleans()):
        # Filed in the past: the table that tells of it was made later.
        found["known_at"] = found["ts"] + 1
    return {n: v for n, v in found.items() if v is not None}


def told_apart(records: Sequence[Record]) -> list[Record]:
    """No two records with one business key: the ordinals go on."""
    kept: list[Record] = []
    for at, one in enumerate(records):
        kind = Kind(one["kind"])
        if one["kind"] in ONE_EACH and any(
            o["kind"] == one["kind"] and o["order"] == one["order"] for o in kept
        ):
            continue
        number = {"nth": at} if "nth" in columns_of(kind) else {}
        kept.append({"known_at": one["ts"], **one, **number})
    return kept


spans = st.lists(
    st.tuples(hours, st.integers(0, HOURS)).map(
        lambda given: (given[0], given[0] + given[1] * HOUR_MS)
    ),
    max_size=1,
)
everywhere = st.just([(0, 1 << 50)])
coverages = st.fixed_dictionaries(
    {k: st.one_of(everywhere, everywhere, spans) for k in SHOWN_BY}
)
CLOCKS = ("dispatch", "first_scan", "after_sale", "refund", "notice", "dispute")
CLOCKS = ("dispatch", "first_scan", "after_sale", "refund", "notice", "dispute")
# A clock of 0 hours is not given: only what facts state sets a deadline.
lengths = st.fixed_dictionaries(
    dict.fromkeys((*CLOCKS, "appeal"), st.integers(0, 60))
).map(lambda drawn: {name: length for name, length in drawn.items() if length})


def shop_clock(length: int) -> ShopClock:
    """Unconfirmed: a longer reading beside the one that counts."""
    readings = [read_clock({"length": f"{n}h"}) for n in (length + 5, length)]
    return ShopClock((Term(None, Candidates(tuple(readings)), confirmed=False),))


def shown(facts: Facts, table: Table) -> set[tuple[Any, ...]]:
    """The table's rows as the oracle writes them."""
    return {_row(facts, table, at) for at in range(len(table))}


def _row(facts: Facts, table: Table, at: int) -> tuple[Any, ...]:
    def number(name: str) -> int | None:
        value = int(table[name][at])
        return None if value == MISSING else value

    ids = {n: text for n in IDS if (text := _text(facts, table, n, at)) is not None}
    return (
        str(NAMES["clock"][table["clock"][at]]),
        str(NAMES["stage"][table["stage"][at]]),
        tuple(sorted(ids.items())),
        *(number(n) for n in ("nth", "ts", "started_ms", "due_ms")),
        *(int(table[n][at]) for n in ("open", "waiting", "confirmed")),
        *(number(n) for n in ("amount_fen", "lacking")),
    )


def _text(facts: Facts, table: Table, name: str, at: int) -> str | None:
    code, domain = int(table[name][at]), columns_of(Kind.DEADLINE)[name].domain
    if code < 0:
        return None
    if domain not in TOKEN_DOMAINS:
        return facts.name(domain, code)
    tokens = {token_of(domain, text): text for text in ("b1", "b2")}
    return tokens[bytes(facts.names[domain][code])]


def found_and_wanted(
    records: Sequence[Record],
    cover: dict[str, list[tuple[int, int]]],
    clocks: dict[str, int],
    as_of: int,
) -> tuple[Facts, Table, set[tuple[Any, ...]]]:
    kept = told_apart(records)
    given_spans = tuple(Coverage(k, a, b) for k, s in cover.items() for a, b in s)
    facts = facts_of(kept, given_spans)
    table = deadlines(facts, {n: shop_clock(h) for n, h in clocks.items()}, as_of)
    late = [r for r in kept if r["known_at"] <= as_of]
    return facts, table, expected(World(late, cover, clocks, as_of))


worlds = {
    "records": st.sampled_from(FAMILIES).flatmap(
        lambda kinds: st.lists(record(kinds), min_size=8, max_size=24)
    ),
    "cover": coverages,
    "clocks": lengths,
    "as_of": st.integers(HOURS // 3, HOURS + 90).map(lambda h: START + h * HOUR_MS),
}


@settings(max_examples=600)
@given(**worlds)
def test_every_stage_is_as_the_oracle_says(
    records: list[Record],
    cover: dict[str, list[tuple[int, int]]],
    clocks: dict[str, int],
    as_of: int,
) -> None:
    facts, table, wanted = found_and_wanted(records, cover, clocks, as_of)
    assert shown(facts, table) == wanted
    assert len(table) == len(wanted)


@settings(max_examples=100)
@given(**worlds)
def test_table_is_whole_sorted_and_not_ahead(
    records: list[Record],
    cover: dict[str, list[tuple[int, int]]],
    clocks: dict[str, int],
    as_of: int,
) -> None:
    _, table, _ = found_and_wanted(records, cover, clocks, as_of)
    described = columns_of(Kind.DEADLINE)
    assert {n: c.dtype for n, c in table.columns.items()} == {
        n: np.dtype(c.form.dtype) for n, c in described.items()
    }
    assert (table["ts"] <= as_of).all()
    keys = [table[n] for n in ("ts", *SCHEMAS[Kind.DEADLINE].key)]
    rows = list(zip(*(k.tolist() for k in keys), strict=True))
    assert rows == sorted(set(rows))


@settings(max_examples=100)
@given(later=hours, **worlds)
def test_what_comes_later_changes_nothing(
    records: list[Record],
    cover: dict[str, list[tuple[int, int]]],
    clocks: dict[str, int],
    as_of: int,
    later: int,
) -> None:
    now = min(as_of, later)
    kept = told_apart(records)
    facts, table, _ = found_and_wanted(kept, cover, clocks, now)
    past = [r for r in kept if max(r["ts"], r["known_at"]) <= now]
    other, before, _ = found_and_wanted(past, cover, clocks, now)
    assert {r[:3] + r[4:] for r in shown(facts, table)} == {
        r[:3] + r[4:] for r in shown(other, before)
    }
