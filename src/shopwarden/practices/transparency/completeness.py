"""Completeness: what a listing leaves unsaid.

A listing has to tell product, price, shipping and returns. Each is told by
words of `completeness.yaml`; a product is told where a specification stands
and something else names the thing. A price may be known from elsewhere.

What it does not do: read pictures, judge whether what is told is true, or say
anything useful about a title alone (a title leaves shipping and returns
unsaid, and may).

>>> missing("304不锈钢保温杯 500ml 顺丰包邮 七天无理由退货", price_fen=9900)
()
>>> missing("保温杯 500ml，¥99", price_fen=None)
('missing:shipping', 'missing:returns')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.fold import fold
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.fold.batch import Views

PREFIX = "missing:"
PRODUCT, PRICE = "product", "price"
# A name takes at least two characters; what is shorter names nothing.
NAME_LENGTH = 2
_NAME = re.compile(r"[a-z]{2,}|[一-龥]")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a listing has to tell: its words, clause and suggested wording."""

    name: str
    title: Bilingual
    because: Bilingual
    do: Bilingual
    threats: tuple[str, ...]
    clause: str
    verified: bool
    tight: re.Pattern[str]
    plain: re.Pattern[str]

    @property
    def label(self) -> str:
        """The label of a listing that leaves this out, e.g. `missing:price`."""
        return PREFIX + self.name

    def told(self, views: Views) -> bool:
        """Whether a text tells it."""
        return bool(
            self.tight.search(views.tight.text) or self.plain.search(views.plain.text)
        )


def missing(text: str, price_fen: int | None) -> tuple[str, ...]:
    """Labels of what a whole listing leaves unsaid, in the order of the data.

    `price_fen` is the price known from elsewhere; None where none is known.
    """
    views = fold([text])[0]
    return tuple(
        part.label for part in parts().values() if not _is_told(part, views, price_fen)
    )


@cache
def parts() -> Mapping[str, Part]:
    """What a listing has to tell, by name."""
    place = resources.files("shopwarden.practices.transparency") / "completeness.yaml"
    document = yaml.safe_load(place.read_text("utf-8"))
    return {name: _part(name, entry) for name, entry in document.items()}


def _part(name: str, entry: Mapping[str, Any]) -> Part:
    because, do = entry["because"], entry["do"]
    phrases = (phrase.strip() for phrase in entry["plain"].split(" ;"))
    return Part(
        name,
        Bilingual(entry["zh"], entry["en"]),
        Bilingual(because["zh"], because["en"]),
        Bilingual(do["zh"], do["en"]),
        tuple(entry["threats"]),
        entry["clause"],
        entry["verified"],
        _any_of(entry["words"].split()),
        _any_of(_whole(phrase) for phrase in phrases if phrase),
    )


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(expressions))


def _whole(phrase: str) -> str:
    """An English phrase that neither begins nor ends inside a longer word."""
    before = "(?<![a-z])" if re.match(r"\(?(?:\?:)?[a-z]", phrase) else ""
    after = "(?![a-z])" if re.search(r"[a-z?]\)?$", phrase) else ""
    return f"{before}(?:{phrase}){after}"


def _is_told(part: Part, views: Views, price_fen: int | None) -> bool:
    if part.name == PRICE and price_fen is not None:
        return True
    if not part.told(views):
        return False
    return part.name != PRODUCT or _is_named(views)


def _is_named(views: Views) -> bool:
    """Whether anything besides specifications, prices and terms is in the text."""
    left = views.plain.text
    for part in parts().values():
        left = part.plain.sub(" ", part.tight.sub(" ", left))
    return sum(map(len, _NAME.findall(left))) >= NAME_LENGTH
