"""The `clauses` of shop.yaml: what a person of the shop confirmed, and until when.

    clauses:
      JD-DISPATCH-1:
        confirmed_by: 店长
        on: 2026-11-01
        until: 2027-05-01
        values: {dispatch: 48h}
        clock: {length: 48h, counts: natural, starts: moment}

`confirmed_by` is a role or initials; nobody's name is needed. Every
confirmation ends: rules of a platform change.

What it does not do: know the clauses (`practices.rulebook` checks the ids and
the names of the values).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.clock import read_clock
from shopwarden.errors import RuleError
from shopwarden.records.moment import read_moment
from shopwarden.records.quantity import read_quantity
from shopwarden.records.reference import Confirmation

if TYPE_CHECKING:
    from shopwarden.sources.settings import Setting

_KEYS = ("confirmed_by", "on", "until", "values", "clock")
_NEEDED = ("confirmed_by", "on", "until")
_DAY = "2026-11-01"
_CLOCK_KEYS = ("length", "counts", "starts", "ends", "rolls", "zone")


def read_confirmations(given: Setting) -> dict[str, Confirmation]:
    """The confirmations by clause id; SettingsError with the line of what is wrong."""
    return {name: _confirmation(name, item) for name, item in given.entries().items()}


def _confirmation(clause: str, item: Setting) -> Confirmation:
    given = item.entries(_KEYS)
    for key in _NEEDED:
        if key not in given or given[key].empty():
            item.wrong(f"{key}: ...")
    on, until = given["on"].read(_day, _DAY), given["until"].read(_day, _DAY)
    if until <= on:
        given["until"].wrong("until > on")
    values = given["values"].entries() if "values" in given else {}
    return Confirmation(
        clause,
        given["confirmed_by"].text(),
        on,
        until,
        {n: v.read(read_quantity, "48h | 10% | 5元 | 250") for n, v in values.items()},
        _clock(given["clock"]) if "clock" in given else None,
        item.line,
    )


def _day(text: str) -> int:
    """A day's first moment; JD's null dates are no day."""
    moment = read_moment(text)
    if moment is None:
        raise ValueError(text)
    return moment


def _clock(item: Setting) -> dict[str, str]:
    """The clock as it was written, once it is known to be one."""
    clock = {name: value.text() for name, value in item.entries(_CLOCK_KEYS).items()}
    try:
        read_clock(clock)
    except RuleError as error:
        item.wrong(str(error.params.get("expected", "ends: day_end, rolls: true")))
    return clock
