"""Deadlines once more, one record at a time: the oracle of the vectorised ones.

It reads the same plain records and knows nothing of columns. What it repeats
is the meaning written in the docstrings of `practices.disputes.deadlines`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.practices.disputes.oracle_orders import dispatch, first_scan
from tests.practices.disputes.oracle_world import One, earliest, known, only, total

from shopwarden.records.moment import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.practices.disputes.oracle_world import Record, World

STAGES = {"half": 50, "three_quarters": 75, "nine_tenths": 90}
PAPER_DAYS = {"half": 60, "three_quarters": 30, "nine_tenths": 7}


def expected(world: World) -> set[tuple[Any, ...]]:
    """Every fact there should be, as a comparable tuple."""
    makers = (dispatch, first_scan, _after_sale, _refund, _notice, _dispute)
    every = [one for make in makers for one in make(world)]
    every += [*_appeal(world), *_paper(world)]
    return {fact for one in every for fact in _facts(world, one)}


def _state(world: World, one: One, at: int, told: int) -> int:
    if one.done is not None and one.done <= at:
        return 0
    if one.unknown is not None:
        since, until = one.unknown
        if (since is None or since <= at) and (until is None or at < until):
            return -1
    return 1 if world.covers(one.shown_by, one.started, told) else -1


def _facts(world: World, one: One) -> Iterable[tuple[Any, ...]]:
    if one.shown_by is not None and not world.spans.get(one.shown_by):
        return
    span = one.due - one.started
    warn = one.warn or {n: one.started + span * p // 100 for n, p in STAGES.items()}
    over = earliest(one.done, one.dropped)
    for stage, ts in (*warn.items(), ("due", one.due)):
        if ts > world.as_of:
            continue
        opened = _state(world, one, ts, ts)
        waiting = 0
        if over is None or over > world.as_of:
            waiting = _state(world, one, world.as_of, max(ts, world.as_of - DAY_MS))
        if stage == "due":
            if opened == 0 or (one.dropped is not None and one.dropped <= one.due):
                continue
        elif waiting == 0 or one.due <= world.as_of:
            continue
        yield (
            *(one.clock, stage, tuple(sorted(known(one.ids).items())), one.nth),
            *(ts, one.started, one.due, opened, waiting, one.confirmed),
            *(one.amount, one.lacking),
        )


def _numbers(world: World, kind: str, name: str) -> list[str]:
    return list(dict.fromkeys(r[name] for r in world.of(kind) if r.get(name)))


def _service_ids(rows: list[Record], number: str) -> Record:
    return {
        "after_sale": number,
        "order": rows[0].get("order"),
        "sku": only(rows, "sku"),
        "buyer": rows[0].get("buyer"),
    }


def _after_sale(world: World) -> Iterable[One]:
    for number in _numbers(world, "AfterSaleOpened", "after_sale"):
        rows = world.of("AfterSaleOpened", after_sale=number)
        when = world.when("after_sale", rows[0]["ts"], None)
        if when is None:
            continue
        kinds = ("AfterSaleAnswered", "ReturnReceived", "AfterSaleClosed")
        done = earliest(*(world.first(k, after_sale=number) for k in kinds))
        ids, start = _service_ids(rows, number), rows[0]["ts"]
        yield One(
            *("after_sale", ids, start, *when, "AfterSaleAnswered", done),
            amount=total(rows),
        )


def _refund(world: World) -> Iterable[One]:
    for number in _numbers(world, "ReturnReceived", "after_sale"):
        rows = world.of("ReturnReceived", after_sale=number)
        opened = world.of("AfterSaleOpened", after_sale=number)
        closed = world.of("AfterSaleClosed", after_sale=number)
        if any(r.get("request") in ("exchange", "repair") for r in (*opened, *closed)):
            continue
        when = world.when("refund", rows[0]["ts"], None)
        if when is None:
            continue
        paid = earliest(
            *(r["ts"] for r in closed if (r.get("amount_fen") or 0) > 0),
            world.first("RefundPaid", after_sale=number),
        )
        ended = [r for r in closed if _ended(r)]
        mute = [r for r in closed if r.get("amount_fen") is None and not _ended(r)]
        since = earliest(*(r["ts"] for r in mute))
        yield One(
            *("refund", _service_ids(rows, number), rows[0]["ts"], *when),
            *("AfterSaleClosed", paid),
            dropped=earliest(*(r["ts"] for r in ended)),
            unknown=None if since is None else (since, None),
            amount=total(opened),
        )


def _ended(closed: Record) -> bool:
    outcome = closed.get("outcome")
    by_jd = outcome == "jd_decided" and closed.get("amount_fen") == 0
    return by_jd or outcome in ("refused", "withdrawn", "expired")


def _notice(world: World) -> Iterable[One]:
    for number in _numbers(world, "Notice", "notice"):
        rows = world.of("Notice", notice=number)
        stated = earliest(*(r.get("due_ms") for r in rows))
        when = world.when("notice", rows[0]["ts"], stated)
        if when is None:
            continue
        ids = {"notice": number, "order": only(rows, "order")}
        ids["sku"] = only(rows, "sku")
        done = world.first("NoticeAnswered", notice=number)
        yield One(
            *("notice", ids, rows[0]["ts"], *when, "NoticeAnswered", done),
            amount=total(rows),
        )


def _lacking(world: World, number: str) -> int | None:
    states = world.of("DisputeState", dispute=number)
    if not states:
        return None
    flags = [states[-1].get(n) for n in ("chat", "slip", "proof", "video")]
    count = flags.count(0)
    return count if count or None not in flags else None


def _dispute_ids(rows: list[Record], number: str) -> Record:
    names = ("order", "after_sale", "sku", "buyer")
    first = rows[0] if rows else {}
    return {"dispute": number} | {n: first.get(n) for n in names}


def _dispute(world: World) -> Iterable[One]:
    for number in _numbers(world, "DisputeOpened", "dispute"):
        rows = world.of("DisputeOpened", dispute=number)
        stated = earliest(*(r.get("due_ms") for r in rows))
        when = world.when("dispute", rows[0]["ts"], stated)
        if when is None:
            continue
        done = world.first("DisputeAnswered", dispute=number)
        ids, start = _dispute_ids(rows, number), rows[0]["ts"]
        yield One(
            *("dispute", ids, start, *when, "DisputeAnswered", done),
            dropped=world.first("DisputeDecided", dispute=number),
            amount=rows[0].get("amount_fen"),
            lacking=_lacking(world, number),
        )


def _appeal(world: World) -> Iterable[One]:
    count: dict[str, int] = {}
    for lost in world.of("DisputeDecided", verdict="lost"):
        number, start = lost["dispute"], lost["ts"]
        nth = count.get(number, 0)
        count[number] = nth + 1
        when = world.when("appeal", start, lost.get("due_ms"))
        if when is None:
            continue
        rows = world.of("DisputeOpened", dispute=number)
        ids = _dispute_ids(rows, number)
        ids["order"] = lost.get("order") or ids["order"]
        filed = world.of("AppealFiled", dispute=number)
        later = world.of("DisputeDecided", dispute=number)
        amount = lost.get("amount_fen")
        if amount is None and rows:
            amount = rows[0].get("amount_fen")
        yield One(
            *("appeal", ids, start, *when, "AppealFiled"),
            earliest(*(r["ts"] for r in filed if r["ts"] >= start)),
            dropped=earliest(*(r["ts"] for r in later if r["ts"] > start)),
            amount=amount,
            lacking=_lacking(world, number),
            nth=nth,
        )


def _paper(world: World) -> Iterable[One]:
    count: dict[str, int] = {}
    rows = world.of("Document")
    for row in rows:
        nth = count.get(row["document"], 0)
        count[row["document"]] = nth + 1
        later = [
            r for r in rows if r["expires_ms"] > row["expires_ms"] and _same(r, row)
        ]
        done = earliest(*(r["ts"] for r in later))
        exact = any(r["ts"] == done and r["known_at"] != done for r in later)
        yield One(
            "paper",
            {"document": row["document"], "sku": row.get("sku")},
            *(row["ts"], row["expires_ms"], 1),
            shown_by=None,
            done=done,
            unknown=None if done is None or exact else (None, done),
            nth=nth,
            warn={n: row["expires_ms"] - d * DAY_MS for n, d in PAPER_DAYS.items()},
        )


def _same(one: Record, other: Record) -> bool:
    if one["document"] == other["document"]:
        return True
    kind = one.get("paper")
    if kind is None or kind != other.get("paper"):
        return False
    by_sku = one.get("sku") is not None and one.get("sku") == other.get("sku")
    return by_sku or kind == "licence"
