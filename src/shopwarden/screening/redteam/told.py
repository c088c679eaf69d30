"""What the red team found, in words: moves, prices, waiting.

What it does not do: choose a language (`words.say` does).

>>> from shopwarden.screening.redteam.move import Move
>>> told(Move("fewer", {"kept": 9, "all": 10, "of_kind": "OrderLine"})).source
'redteam.move_fewer'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.words import Bilingual, Text, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.screening.redteam.costs import Price
    from shopwarden.screening.redteam.move import Move

_UNITS = (("days", 24 * 60), ("hours", 60), ("minutes", 1))
_MINUTE_MS = 60_000
_AND = Bilingual("{first}，{then}", "{first}, {then}")
_THEN = Bilingual("{first} {then}", "{first} {then}")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def told(move: Move) -> Text:
    """A move as a sentence: "9 orders instead of 10"."""
    params: dict[str, object] = {}
    for name, value in move.params.items():
        if name == "wait_span":
            params["wait"] = waiting(int(str(value)) // _MINUTE_MS)
        elif name == "of_kind":
            params[name] = kind_name(str(value))
        elif name == "column":
            params[name] = column_name(str(value), str(move.params.get("of_kind", "")))
        elif name == "word":
            params[name] = _word(str(move.params["column"]), value)
        else:
            params[name] = value
    return Text(f"redteam.move_{move.kind}", params)


def waiting(minutes: int) -> Text:
    """A length of time in days, hours and minutes: "2 days 1 minute"."""
    parts = list(_parts(minutes)) or [Text("redteam.span_minutes", {"number": 0})]
    whole = parts[0]
    for part in parts[1:]:
        whole = Text(_THEN, {"first": whole, "then": part})
    return whole


def _parts(minutes: int) -> Iterator[Text]:
    for unit, size in _UNITS:
        number, minutes = divmod(minutes, size)
        if number:
            yield Text(f"redteam.span_{unit}", {"number": number})


def kind_name(kind: str) -> Text:
    """A kind of facts as people call it."""
    return Text(f"columns.kind_{_snake(kind)}")


def column_name(column: str, kind: str = "") -> Text:
    """A column as people call it, in its kind where that has a name of its own."""
    own = f"{_snake(kind)}_{column}"
    return Text(f"columns.{own if own in catalogue('columns') else column}")


def _snake(kind: str) -> str:
    return _CAPITAL.sub("_", kind).lower()


def _word(column: str, word: object) -> object:
    """A word of a closed list as people read it, any other as it is."""
    name = f"{column}_{word}"
    return Text(f"choices.{name}") if name in catalogue("choices") else word


def priced(price: Price) -> Text:
    """What an evasion costs, part by part."""
    found = []
    if price.money_fen:
        found.append(Text("redteam.price_money", {"money_fen": price.money_fen}))
    if price.minutes:
        found.append(Text("redteam.price_work", {"work": waiting(price.minutes)}))
    if price.waited_min:
        found.append(Text("redteam.price_wait", {"wait": waiting(price.waited_min)}))
    if price.forgone:
        percent = f"{price.forgone / 10:.1f}".rstrip("0").rstrip(".")
        found.append(Text("redteam.price_forgone", {"percent": percent}))
    whole = found[0] if found else Text("redteam.price_nothing")
    for part in found[1:]:
        whole = Text(_AND, {"first": whole, "then": part})
    return whole


def listed(texts: list[Text]) -> Text:
    """Some sentences as one."""
    whole = texts[0]
    for text in texts[1:]:
        whole = Text(_AND, {"first": whole, "then": text})
    return whole
