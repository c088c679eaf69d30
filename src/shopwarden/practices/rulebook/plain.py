"""A clause as plain values, for machines: `shopwarden rulebook --json`.

Days are texts of China time, amounts stand beside the words they were written
in, and what is not known is null.

What it does not do: choose words for people (`cli.commands.rulebook`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.clock import write_clock
from shopwarden.words import show_day

if TYPE_CHECKING:
    from shopwarden.practices.rulebook.clause import Clause, Source, Version
    from shopwarden.practices.rulebook.confirmed import Standing
    from shopwarden.practices.rulebook.reach import Reach
    from shopwarden.records.reference import Confirmation
    from shopwarden.words import Bilingual


def plain_clause(clause: Clause, now: Standing, hanging: Reach) -> dict[str, Any]:
    """A clause, its versions, how sure it is, and what hangs on it."""
    return {
        "id": clause.id,
        "practice": clause.practice,
        "title": _both(clause.title),
        "shop_type": str(clause.shop_type),
        "threats": list(clause.threats),
        "rules": list(hanging.rules),
        "params": list(hanging.params),
        "controls": list(hanging.controls),
        "sure": now.sure,
        "look_again": now.stale or now.lapsed,
        "confirmed": None if now.confirmed is None else _confirmation(now.confirmed),
        "versions": [_version(v, current=v is now.version) for v in clause.versions],
    }


def plain_source(source: Source) -> dict[str, Any]:
    """A source, with where it is and the day it bears."""
    return {
        "key": source.key,
        "title": _both(source.title),
        "kind": str(source.kind),
        "where": source.where,
        "dated": source.dated,
        "seen_on": show_day(source.seen_ms),
    }


def _version(version: Version, *, current: bool) -> dict[str, Any]:
    return {
        "current": current,
        "state": str(version.state),
        "says": {
            "form": "quotation" if version.quoted else "paraphrase",
            **_both(version.says),
        },
        "source": list(version.sources),
        "seen_on": _day(version.seen_ms),
        "verified_by": version.verified_by,
        "verified_on": _day(version.verified_ms),
        "effective": {
            "from": _day(version.from_ms),
            "until": _day(version.until_ms),
            "state": str(version.from_state),
        },
        "expires": _day(version.expires_ms),
        "values": {
            name: {
                "written": list(stated.written),
                "unit": stated.unit,
                "amounts": [quantity.amount for quantity in stated.quantities],
                "base": str(stated.base),
                "state": str(stated.state),
            }
            for name, stated in version.values.items()
        },
        "clocks": [write_clock(clock) for clock in version.clocks],
        "clock_state": str(version.clock_state) if version.clocks else None,
        "note": None if version.note is None else _both(version.note),
    }


def _confirmation(own: Confirmation) -> dict[str, Any]:
    return {
        "on": _day(own.on_ms),
        "until": _day(own.until_ms),
        "values": {
            name: {"amount": quantity.amount, "base": str(quantity.base)}
            for name, quantity in own.values.items()
        },
        "clock": own.clock and dict(own.clock),
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _day(ms: int | None) -> str | None:
    return None if ms is None else show_day(ms)
