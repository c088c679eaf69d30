"""Chats of the sample shop: ordinary service talk, and sessions that are not.

One session in forty orders, and each begins with a greeting: about seven turns
each. Its buyer and order are those of the order exports, before or after the
order was placed. The words are in `data/chats.yaml`; the table has the
headings of our own template, since JD's are unknown.

What it does not do: look like any real shop's chat. Nobody's was read for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.files import CsvFile, quoted
from shopwarden.sources.sample.incidents.groups import FIRST_GROUP_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop

_NAMES = "消息时间,会话编号,发送方,客服账号,买家账号,订单号,消息内容,附件名称"
CHAT_HEADER = tuple(_NAMES.split(","))
AGENTS = tuple(f"样例家居:客服{number:02d}" for number in range(1, 7))
ORDERS_A_SESSION, _FEWEST_SESSIONS, _FIRST_SESSION = 40, 60, 7_000_000_001
_CHUNK = 5_000
_SIDES = {"客": "客服", "买": "买家"}
_MOST_DAYS = 4

# Where in the period each incident begins, in percent, the agent concerned,
# the time between its sessions, and whether they are with one buyer.
_PLAN = {
    "chat_diversion": (38, 3, 31 * HOUR_MS, False),
    "chat_secret": (47, 1, 0, True),
    "chat_scam_burst": (58, 0, 5 * HOUR_MS, False),
    "chat_extortion": (66, 2, 0, True),
    "chat_claimant": (72, 4, DAY_MS, True),
    "chat_paid_praise": (80, 5, 2 * DAY_MS, False),
    "chat_fake_staff": (86, 0, 0, True),
    "chat_goodwill": (91, 2, 0, True),
    "chat_buyer_lure": (35, 1, 0, True),
    "chat_attachment": (63, 4, 3 * DAY_MS, False),
}
# Kinds that open their incident elsewhere: their orders are those of a group.
# The agent, where the talk begins after the order finished, and the time apart.
_ABOUT_GROUPS = {
    "other_sender": (1, 4 * HOUR_MS, 6 * HOUR_MS),
    "review_harassed": (3, 3 * HOUR_MS, 5 * HOUR_MS),
}
_FILES = ("采购清单.exe", "户型图.rar")


@dataclass(frozen=True, slots=True)
class _Session:
    """One talk about one order; `incident` 0 and `benign` empty: ordinary."""

    start_ms: int
    order: int  # the row of its order
    agent: int
    turns: tuple[str, ...]
    placed: bool  # whether the order's number was known by then
    incident: int = 0
    benign: str = ""
    file: str = ""  # attached to the buyer's first line


@cache
def _words() -> Any:
    place = resources.files("shopwarden.sources.sample") / "data" / "chats.yaml"
    return yaml.safe_load(place.read_text("utf-8"))


def write_chats(path: Path, shop: Shop) -> int:
    """Write the chats of a shop; how many rows were written."""
    sessions = sorted(_sessions(shop), key=lambda s: (s.start_ms, s.order))
    with CsvFile(path, CHAT_HEADER) as file:
        for first in range(0, len(sessions), _CHUNK):
            _write(file, shop, sessions[first : first + _CHUNK], first)
        return file.rows - 1


def _sessions(shop: Shop) -> Iterator[_Session]:
    ordinary = list(_ordinary(shop))
    yield from ordinary
    if not shop.sample.clean:
        taken = {session.order for session in ordinary if session.benign}
        yield from _incidents(shop, taken)


def _ordinary(shop: Shop) -> Iterator[_Session]:
    """Every topic in its turn, so that each occurs."""
    draws, words, count = shop.draws, _words(), len(shop.orders)
    number = max(_FEWEST_SESSIONS, count // ORDERS_A_SESSION)
    index = np.arange(number, dtype=np.int64)
    greeting = draws.below("chat greeting", index, len(words["greetings"]))
    thanks = draws.below("chat thanks", index, len(words["thanks"]))
    agent = draws.below("chat agent", index, len(AGENTS))
    minutes = draws.between("chat minutes", index, 3, 55)
    days = draws.between("chat days", index, 1, _MOST_DAYS)
    # Whoever is part of an incident has his talks there.
    ours = (shop.orders.incident == 0) & (shop.biller.faults.kind == 0)
    calm = np.flatnonzero(ours)
    spread = np.searchsorted(calm, index * count // number)
    rows = calm[np.minimum(spread, len(calm) - 1)].tolist()
    for i, order in enumerate(rows):
        topic = words["topics"][i % len(words["topics"])]
        placed, after = int(shop.orders.placed[order]), topic["when"] == "after"
        away = int(minutes[i]) * MINUTE_MS
        start = placed + int(days[i]) * DAY_MS // 2 + away if after else placed - away
        yield _Session(
            min(start, shop.period.end_ms - HOUR_MS),
            order,
            int(agent[i]),
            (
                words["greetings"][greeting[i]],
                *topic["turns"],
                words["thanks"][thanks[i]],
            ),
            after,
            benign=topic.get("benign", ""),
            file=topic.get("file", ""),
        )


def _incidents(shop: Shop, taken: AbstractSet[int]) -> Iterator[_Session]:
    for kind, talks in _words()["incidents"].items():
        if kind in _ABOUT_GROUPS:
            yield from _about_groups(shop, kind, talks)
            continue
        percent, agent, apart_ms, same_buyer = _PLAN[kind]
        edge = kind == "chat_attachment"
        number = shop.book.open(kind, "edge" if edge else "clear")
        start = shop.period.start_ms + shop.period.days * DAY_MS * percent // 100
        for i, turns in enumerate(talks):
            at = start + 10 * HOUR_MS + i * apart_ms
            order = _order_before(shop, at, 0 if same_buyer else i, taken)
            if kind in ("chat_diversion", "chat_buyer_lure"):
                order, at = _given_up(shop, start, i) or (order, at)
            file = _FILES[i] if kind == "chat_attachment" else ""
            yield _Session(
                at,
                order,
                agent,
                tuple(turns),
                placed=not file,
                incident=number,
                file=file,
            )


def _about_groups(
    shop: Shop, kind: str, talks: Sequence[Sequence[str]]
) -> Iterator[_Session]:
    """Talks about the orders that a group made for this kind."""
    agent, after_ms, apart_ms = _ABOUT_GROUPS[kind]
    for number, incident in enumerate(shop.book.incidents, 1):
        rows = np.flatnonzero(shop.orders.incident == number)
        if incident.kind != kind or not len(rows):
            continue
        for i, turns in enumerate(talks):
            row = int(rows[i % len(rows)])
            start = int(shop.orders.finished[row]) + after_ms + i * apart_ms
            said = tuple(turns)
            if incident.strength == "edge":
                said = tuple(turn for turn in turns if "有病" not in turn) or (
                    "客 请您改一下评价",
                )
            yield _Session(start, row, agent, said, placed=True, incident=number)


def _order_before(shop: Shop, at_ms: int, back: int, taken: AbstractSet[int]) -> int:
    """A recent order at a moment, one of several apart, none of a look-alike."""
    last = int(np.searchsorted(shop.orders.placed, at_ms - DAY_MS)) - 1 - 17 * back
    keys = shop.orders.key
    while last > 0 and (last in taken or keys[last] >= FIRST_GROUP_KEY):
        last -= 1
    return max(0, last)


def _given_up(shop: Shop, after_ms: int, nth: int) -> tuple[int, int] | None:
    """The nth order after a moment that its buyer cancelled; a moment before that."""
    orders = shop.orders
    given_up = (orders.cancelled < shop.period.end_ms) & (orders.incident == 0)
    rows = np.flatnonzero(given_up & (orders.placed > after_ms))
    if nth >= len(rows):
        return None
    row = int(rows[nth])
    placed, cancelled = int(orders.placed[row]), int(orders.cancelled[row])
    return row, placed + (cancelled - placed) // 3


def _write(file: CsvFile, shop: Shop, sessions: Sequence[_Session], first: int) -> None:
    orders = np.array([session.order for session in sessions], np.int64)
    accounts = texts.account_texts(shop.orders.buyer[orders])
    goods = shop.lines.sku[shop.first_line[orders]]
    for i, session in enumerate(sessions):
        number = str(shop.numbers[session.order]) if session.placed else ""
        shown = {
            "order": str(shop.numbers[session.order]),
            "goods": SKUS[goods[i]].name,
            "days": str(1 + (first + i) % _MOST_DAYS),
        }
        moments = _moments(shop, first + i, session)
        ends = (
            f"{AGENTS[session.agent]},{accounts[i]},{number}",
            str(_FIRST_SESSION + first + i),
        )
        said = [turn[0] for turn in session.turns]
        bears = said.index("买") if session.file else -1
        rows = [
            f"{at},{ends[1]},{_SIDES[turn[0]]},{ends[0]},"
            f"{quoted(turn[2:].format_map(shown))},"
            f"{session.file if nth == bears else ''}"
            for nth, (at, turn) in enumerate(zip(moments, session.turns, strict=True))
        ]
        _note(shop, file, session, file.append_rows(rows))


def _moments(shop: Shop, number: int, session: _Session) -> NDArray[np.object_]:
    """When each turn was sent, within a second to three minutes of the last."""
    index = number * 32 + np.arange(len(session.turns), dtype=np.int64)
    seconds = np.cumsum(shop.draws.between("chat pause", index, 8, 150))
    at = session.start_ms + seconds * 1000
    return texts.moment_texts(at, np.ones(len(at), np.bool_), "")


def _note(shop: Shop, file: CsvFile, session: _Session, first_row: int) -> None:
    """Name the session in the book, if it is an incident or looks like one."""
    if session.benign:
        shop.book.benign[session.benign].add(np.array([session.order]))
    if not session.incident:
        return
    incident = shop.book[session.incident]
    incident.happened(session.start_ms)
    incident.name_orders(shop.numbers[session.order : session.order + 1])
    rows = first_row + np.arange(len(session.turns), dtype=np.int64)
    incident.see_rows(file.name, rows)
