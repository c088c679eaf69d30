"""Chats and remarks: who wrote what to whom, as labels.

A line of a chat belongs to its session. Where the table has none, the order
it is about stands for it. A remark that states no time is true when its
table was made.

What it does not do: read the texts (`texts` has judged them and let them go).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.records.schema import NO_CODE, Kind
from shopwarden.sources.exports import coded
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.draft import Draft, drafted, first_known

if TYPE_CHECKING:
    from shopwarden.sources.exports.reading import Rows

NOTHING = "none"


def message_drafts(rows: Rows) -> list[Draft]:
    """One Message per row."""
    columns = {
        "session": _session(rows),
        "attachment": _attached(rows),
        **_written(rows),
    }
    return [drafted(Kind.MESSAGE, rows.number("time"), rows.row, columns)]


def remark_drafts(rows: Rows, known_at: int) -> list[Draft]:
    """One Remark per row."""
    ts = first_known(rows.number("time"), np.full(len(rows), known_at, np.int64))
    return [drafted(Kind.REMARK, ts, rows.row, _written(rows))]


def _written(rows: Rows) -> dict[str, Any]:
    return {
        "order": rows.code("order"),
        "buyer": rows.code("buyer"),
        "agent": rows.code("agent" if "agent" in rows.codes else "editor"),
        "staff": rows.number("staff"),
        "labels": rows.number("text_labels"),
        "personal": rows.number("text_personal"),
        "length": rows.number("text_length"),
    }


def _attached(rows: Rows) -> Coded:
    """The type of each row's attachment; in a table that tells, none is `none`."""
    if "attachment" not in rows.codes:
        return rows.code("attachment")
    told = rows.codes["attachment"]
    both = coded.joined([told, coded.constant(NOTHING, 1)])
    own, nothing = both.codes[:-1], both.codes[-1]
    return Coded(np.where(own == NO_CODE, nothing, own).astype(np.int32), both.values)


def _session(rows: Rows) -> Coded:
    """The session of each row, else the number of its order."""
    size = len(rows)
    both = coded.joined([rows.code("session"), rows.code("order")])
    own, order = both.codes[:size], both.codes[size:]
    codes = np.where(own == NO_CODE, order, own).astype(np.int32)
    return Coded(codes, both.values).used()
