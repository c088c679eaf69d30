"""`shop.yaml`: what the exports do not say about a shop.

    shop: "10012345"
    shop_type: pop
    category: fresh
    rates:
      - {fee: 佣金, class: 基础扣点, rate: 5%, standing: contract}
    cycle: {length: 7d, standing: observed}
    floors: {"100012043978": 39.90}
    lists: {carriers: [京东快递]}
    params: {payments/unsettled: {grace: 7d}}
    clauses:
      JD-DISPATCH-1: {confirmed_by: 店长, on: 2026-11-01, until: 2027-05-01,
                      values: {dispatch: 48h}, clock: {length: 48h}}

Rates and the cycle have a standing: `contract`, which a person confirmed, or
`observed`, which was only seen in bills. Its JSON Schema is
docs/schemas/shop.schema.json.

What it does not do: observe anything (`proposal`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.records.choice import CHOICES
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, read_moment
from shopwarden.records.money import read_fen
from shopwarden.records.reference import SHOP_TYPES, Rate, Reference, Standing, Stop
from shopwarden.sources.confirmations import read_confirmations
from shopwarden.sources.exports.normalise import read_ppm
from shopwarden.sources.settings import Setting, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KEYS = (
    *("shop", "shop_type", "category", "rates", "cycle", "floors", "lists"),
    *("params", "clauses", "exceptions", "pauses"),
)
_RATE_KEYS = ("fee", "class", "rate", "since", "standing")
_STANDINGS = {str(standing): standing for standing in Standing}
_UNITS = {"d": DAY_MS, "h": HOUR_MS, "min": MINUTE_MS, "s": SECOND_MS}
_LENGTH = re.compile(r"(\d{1,6})\s*(d|h|min|s)")


def load_shop_file(path: Path) -> Reference:
    """The reference data of a shop; SettingsError with the line of what is wrong."""
    given = read_settings(path).entries(_KEYS)
    cycle = given["cycle"].entries(("length", "standing")) if "cycle" in given else {}
    return Reference(
        shop=given["shop"].text() if "shop" in given else "",
        rates=tuple(_rate(r) for r in given["rates"].items())
        if "rates" in given
        else (),
        cycle_ms=cycle["length"].read(read_length, "7d") if "length" in cycle else None,
        cycle_standing=_standing(cycle),
        floors_fen=_floors(given),
        lists=_lists(given),
        params=_params(given),
        clauses=read_confirmations(given["clauses"]) if "clauses" in given else {},
        shop_type=_word(given, "shop_type", SHOP_TYPES) or SHOP_TYPES[0],
        category=_word(given, "category", CHOICES["category"]),
        exceptions=frozenset(control.text() for control in given["exceptions"].items())
        if "exceptions" in given
        else frozenset(),
        pauses=tuple(_pause(p) for p in given["pauses"].items())
        if "pauses" in given
        else (),
    )


def _pause(item: Setting) -> Stop:
    """A span of whole days or moments; a bare last day is over at its end."""
    given = item.entries(("from", "until", "why"))
    for key in ("from", "until"):
        if key not in given:
            item.wrong(f"{key}: 2026-02-10")
    begun = given["from"].read(read_moment, "2026-02-10")
    ends = given["until"].read(read_moment, "2026-02-20")
    if begun is None or ends is None:
        item.wrong("from: 2026-02-10, until: 2026-02-20")
    if ":" not in given["until"].text():
        ends += DAY_MS
    if ends <= begun:
        given["until"].wrong("until > from")
    return Stop(begun, ends, given["why"].text() if "why" in given else "")


def _word(given: dict[str, Setting], name: str, words: Sequence[str]) -> str:
    """One of some words, empty where nothing is said."""
    return given[name].choice({w: w for w in words}) if name in given else ""


def read_length(text: str) -> int:
    """Milliseconds of a length such as `7d`, `48h`, `30min`, `10s`.

    Raises ValueError for anything else.

    >>> read_length("48h")
    172800000
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return int(match[1]) * _UNITS[match[2]]


def _standing(given: dict[str, Setting]) -> Standing:
    if "standing" not in given:
        return Standing.OBSERVED
    return given["standing"].choice(_STANDINGS)


def _rate(item: Setting) -> Rate:
    given = item.entries(_RATE_KEYS)
    for key in ("fee", "rate"):
        if key not in given:
            item.wrong(f"{key}: ...")
    since = given["since"].read(read_moment, "2026-01-01") if "since" in given else None
    return Rate(
        given["fee"].text(),
        given["class"].text() if "class" in given else "",
        given["rate"].read(read_ppm, "5% | 0.05"),
        _standing(given),
        since or 0,
    )


def _floors(given: dict[str, Setting]) -> dict[str, int]:
    if "floors" not in given:
        return {}
    floors = given["floors"].entries()
    return {sku: price.read(_price, "39.90") for sku, price in floors.items()}


def _price(text: str) -> int:
    fen = read_fen(text)
    if fen < 0:
        raise ValueError(text)
    return fen


def _lists(given: dict[str, Setting]) -> dict[str, frozenset[str]]:
    if "lists" not in given:
        return {}
    return {
        name: frozenset(value.text() for value in values.items())
        for name, values in given["lists"].entries().items()
    }


def _params(given: dict[str, Setting]) -> dict[str, dict[str, int | float]]:
    if "params" not in given:
        return {}
    return {
        rule: {
            name: value.read(_parameter, "number | 7d")
            for name, value in values.entries().items()
        }
        for rule, values in given["params"].entries().items()
    }


def _parameter(text: str) -> int | float:
    """A rule's parameter: a whole number, a ratio, or a length of time."""
    if _LENGTH.fullmatch(text):
        return read_length(text)
    number = float(text)
    if number - number != 0:  # infinite, or no number
        raise ValueError(text)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else number
