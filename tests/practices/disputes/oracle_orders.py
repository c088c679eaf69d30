"""The clocks of an order once more, one record at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.practices.disputes.oracle_world import One, earliest, only

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.practices.disputes.oracle_world import Record, World


def _order_dropped(world: World, order: str) -> int | None:
    cancelled = world.first("OrderCancelled", order=order)
    paid = world.of("OrderPaid", order=order)
    whole = paid[0].get("amount_fen") if paid else None
    back, refunded = 0, None
    for record in world.of("RefundPaid", order=order):
        back += record["amount_fen"]
        if refunded is None and (whole is None or back >= whole):
            refunded = record["ts"]
    states = world.of("OrderState", order=order)
    if states and "取消" in states[-1]["status"] and cancelled is None:
        return 0
    return earliest(cancelled, refunded)


def _order_ids(world: World, order: str) -> Record:
    placed = world.of("OrderPlaced", order=order)
    paid = world.of("OrderPaid", order=order)
    buyers = [r["buyer"] for r in (*placed, *paid) if r.get("buyer") is not None]
    return {
        "order": order,
        "sku": only(world.of("OrderLine", order=order), "sku"),
        "buyer": buyers[0] if buyers else None,
    }


def _receivable(world: World, order: str) -> int | None:
    placed = world.of("OrderPlaced", order=order)
    return placed[0].get("receivable_fen") if placed else None


def _shown(seen: int | None, ended: int | None) -> tuple[int | None, Any]:
    blurred = seen is None and ended is not None
    return earliest(seen, ended), (None, ended) if blurred else None


def _promise(world: World, order: str, start: int) -> int | None:
    rows = world.of("Shipment", order=order)
    named = earliest(*(r.get("promised_ms") for r in rows))
    if named is not None and named > start:
        return named
    spans = []
    for line in world.of("OrderLine", order=order):
        told = [
            r
            for r in world.of("SkuFacts", sku=line["sku"])
            if r.get("promise_ms") is not None
        ]
        before = [r for r in told if r["ts"] <= line["ts"]]
        if told:
            spans.append((before[-1] if before else told[0])["promise_ms"])
    return start + min(spans) if spans else None


def dispatch(world: World) -> Iterable[One]:
    # An order that names itself as its parent has none.
    placed = [r for r in world.of("OrderPlaced") if r.get("parent") != r["order"]]
    parents = {r.get("parent") for r in placed} - {None}
    for paid in world.of("OrderPaid"):
        order, start = paid["order"], paid["ts"]
        if order in parents:
            continue
        when = world.when("dispatch", start, _promise(world, order, start))
        if when is None:
            continue
        seen = earliest(
            *(
                world.first(k, order=order)
                for k in ("Shipment", "ParcelScanned", "ParcelSigned")
            )
        )
        gone = [r for r in world.of("OrderState", order=order) if r["status"] == "完成"]
        ended = earliest(
            world.first("OrderFinished", order=order), *(r["ts"] for r in gone)
        )
        done, unknown = _shown(seen, ended)
        yield One(
            *("dispatch", _order_ids(world, order), start, *when, "Shipment", done),
            dropped=_order_dropped(world, order),
            unknown=unknown,
            amount=_receivable(world, order),
        )


def first_scan(world: World) -> Iterable[One]:
    parcels: set[tuple[str, str]] = set()
    count: dict[str, int] = {}
    for sent in world.of("Shipment"):
        order, waybill = sent["order"], sent.get("waybill")
        if waybill is not None:
            if (order, waybill) in parcels:
                continue
            parcels.add((order, waybill))
        nth = count.get(order, 0)
        count[order] = nth + 1
        when = world.when("first_scan", sent["ts"], None)
        if when is None:
            continue
        scans = [*world.of("ParcelScanned"), *world.of("ParcelSigned")]
        if waybill is None:
            own = [s for s in scans if s["order"] == order]
        else:
            own = [
                s
                for s in scans
                if s.get("waybill") == waybill
                or (s.get("waybill") is None and s["order"] == order)
            ]
        done, unknown = _shown(
            earliest(*(s["ts"] for s in own)), world.first("OrderFinished", order=order)
        )
        ids, start = _order_ids(world, order), sent["ts"]
        yield One(
            *("first_scan", ids, start, *when, "ParcelScanned", done),
            dropped=_order_dropped(world, order),
            unknown=unknown,
            amount=_receivable(world, order),
            nth=nth,
        )
