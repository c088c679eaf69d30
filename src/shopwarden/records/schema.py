"""The kinds of facts and the columns of each: what a shop's day is made of.

A fact holds only what was true at its `ts`. Tables are columnar: each column
is one numpy array of the type its `Form` names. A missing value is `MISSING`
in an integer column and -1 in a code column.

Every fact has these columns besides its own:

    ts        when it happened, UTC ms
    known_at  when the shop learnt it (the export's time), UTC ms
    version   0 for the first content seen of its business key, then 1, 2 …
    file      index into `Facts.files`
    row       record number in that file, the header being part of the count,
              so that it is the row a spreadsheet shows

What it does not do: list their columns (`records.kinds`), hold data
(`records.facts`), or know how a file looks.

>>> SCHEMAS[Kind.BILL_LINE].columns["amount_fen"].form is Form.MONEY
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.kind import (
    COUNT,
    MISSING,
    MS,
    NO_CODE,
    Column,
    Form,
    Kind,
    Schema,
)
from shopwarden.records.kinds import (
    after_sales,
    bills,
    derived,
    goods,
    orders,
    parcels,
    team,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COMMON",
    "MISSING",
    "NO_CODE",
    "REFERENCES",
    "SCHEMAS",
    "STATE_PENDING",
    "STATE_SETTLED",
    "STATE_UNKNOWN",
    "TOKEN_DOMAINS",
    "Column",
    "Form",
    "Kind",
    "Schema",
]

# Values that are keyed tokens: people, what leads to them, and what they wrote.
TOKEN_DOMAINS = frozenset(
    {
        *("buyer", "phone", "address", "wallet", "agent"),
        *("ip", "device", "payee", "waybill", "wording", "picture"),
    }
)

# Columns every fact has.
COMMON: Mapping[str, Column] = {
    "ts": MS,
    "known_at": MS,
    "version": COUNT,
    "file": COUNT,
    "row": COUNT,
}

# The states of a bill line, as numbers of the column `state`.
STATE_UNKNOWN, STATE_SETTLED, STATE_PENDING = -1, 1, 0

SCHEMAS: Mapping[Kind, Schema] = {
    schema.kind: schema
    for schema in (
        *team.SCHEMAS,
        *goods.SCHEMAS,
        *orders.SCHEMAS,
        *bills.SCHEMAS,
        *texts.SCHEMAS,
        *parcels.SCHEMAS,
        *after_sales.SCHEMAS,
        *derived.SCHEMAS,
    )
}

# Slow data by the domain of the column that leads to it: agent → Staff.
REFERENCES: Mapping[str, Kind] = {
    schema.reference: kind for kind, schema in SCHEMAS.items() if schema.reference
}
