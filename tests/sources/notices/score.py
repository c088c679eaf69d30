"""How many fields of the invented notices are read exactly, by set and field.

usage: python -m tests.sources.notices.score
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shopwarden.sources.notices import Notice, read_notice, written_moment

SETS = ("shapes", "phrasings")
FIELDS = (
    *("notice", "level", "clause", "orders", "skus", "amount", "noticed"),
    *("due", "asks"),
)


@dataclass(frozen=True)
class Written:
    """An invented notice with what it says, by hand."""

    id: str
    text: str
    says: dict[str, Any]
    missed: frozenset[str]


def written(name: str) -> list[Written]:
    entries = yaml.safe_load(
        Path(__file__).with_name(f"{name}.yaml").read_text("utf-8")
    )
    return [
        Written(e["id"], e["text"], _whole(e["says"]), frozenset(e.get("missed", ())))
        for e in entries
    ]


def _whole(says: dict[str, Any]) -> dict[str, Any]:
    """What is not named is not there."""
    assert set(says) <= set(FIELDS)
    several = ("orders", "skus", "due", "asks")
    return {f: says.get(f, [] if f in several else None) for f in FIELDS}


def read(text: str) -> dict[str, Any]:
    return shown(read_notice(text))


def shown(notice: Notice) -> dict[str, Any]:
    """What was read, as the sets write it."""
    amount, noticed = notice.amount, notice.noticed
    return {
        "notice": notice.number.value if notice.number else None,
        "level": notice.level.value if notice.level else None,
        "clause": notice.clause.value if notice.clause else None,
        "orders": [found.value for found in notice.orders],
        "skus": [found.value for found in notice.skus],
        "amount": f"{amount.value // 100}.{amount.value % 100:02d}" if amount else None,
        "noticed": written_moment(noticed.value) if noticed else None,
        "due": [written_moment(due) for due in notice.dues],
        "asks": [found.value for found in notice.asks],
    }


def misses(name: str) -> list[tuple[str, str, Any, Any]]:
    """Notice, field, what it says, what was read: where the two differ."""
    return [
        (one.id, field, one.says[field], found[field])
        for one in written(name)
        for found in [read(one.text)]
        for field in FIELDS
        if found[field] != one.says[field]
    ]


def report() -> list[str]:
    lines = []
    for name in SETS:
        count, missed = len(written(name)), misses(name)
        whole = count - len({one for one, *_ in missed})
        fields = len(FIELDS) * count
        right = fields - len(missed)
        lines.append(f"{name}: whole {whole} of {count}, fields {right} of {fields}")
        for field in FIELDS:
            wrong = sum(1 for _, f, *_ in missed if f == field)
            lines.append(f"  {field:8} {count - wrong} of {count}")
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
