"""Reviews of the sample shop: short ones that repeat, long ones that never do.

About 15 % of the finished orders have one, some days after.

What it does not do: hold anybody's words; they are put together from
`data/reviews.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from shopwarden.records.moment import MINUTE_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.files import CsvFile
from shopwarden.sources.sample.tables import Table
from shopwarden.sources.sample.trade.hours import within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop

_NAMES = "评价时间,订单号,商品编号,买家账号,评分,评价内容"
REVIEW_HEADER = tuple(_NAMES.split(","))
_PER_MILLE, _SHORT_PER_MILLE = 150, 380
_AWAKE = (7, 23, 3)
_SCORES = (3, 2, 5, 14, 76)  # one to five
_CHUNK = 200_000
# Prime to any number of texts: neighbours get words far apart.
_STRIDE = 7_368_787


@dataclass(slots=True)
class Reviews(Table):
    """One row a review; `text` < 0: a short one, else the number of a long one."""

    order: NDArray[np.int64]
    sku: NDArray[np.int64]
    reviewed: NDArray[np.int64]
    score: NDArray[np.int64]
    text: NDArray[np.int64]
    incident: NDArray[np.int64]

    def __len__(self) -> int:
        """How many reviews."""
        return len(self.order)


@cache
def words() -> dict[str, Any]:
    """What `data/reviews.yaml` says."""
    place = resources.files("shopwarden.sources.sample") / "data" / "reviews.yaml"
    known: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return known


def reviews_of(shop: Shop, first: int, last: int) -> Reviews:
    """The reviews of the orders in rows [first, last) up to the end."""
    orders, draws, end = shop.orders, shop.draws, shop.period.end_ms
    row = np.arange(first, last)
    chosen = (orders.finished[row] < end) & (orders.incident[row] == 0)
    row = row[chosen & draws.chance("review", orders.key[row], _PER_MILLE)]
    key, line = orders.key[row], shop.first_line[row]
    at = orders.finished[row] + MINUTE_MS * draws.between("reviewed", key, 5, 6000)
    at = within(at, MINUTE_MS * draws.between("reviewed at", key, 1, 80), _AWAKE)
    at = np.maximum(at, orders.finished[row] + MINUTE_MS)
    score = 1 + draws.pick("score", key, _SCORES)
    bad = (shop.lines.refund[line] > 0) & draws.chance("sour", key, 500)
    score = np.where(bad, 1 + draws.below("sour score", key, 3), score)
    short = draws.chance("short review", key, _SHORT_PER_MILLE) & (score >= 4)
    which = -1 - draws.below("short words", key, len(words()["short"]))
    table = Reviews(
        order=row,
        sku=shop.lines.sku[line],
        reviewed=at,
        score=score,
        text=np.where(short, which, row),
        incident=np.zeros(len(row), np.int64),
    )
    return table.take(table.reviewed < end)


def write_reviews(
    path: Path, shop: Shop, spoil: Callable[[Reviews, int, int], Reviews]
) -> int:
    """Write all reviews, each chunk through `spoil`; how many rows."""
    with CsvFile(path, REVIEW_HEADER) as file:
        for first in range(0, len(shop.orders), _CHUNK):
            last = min(len(shop.orders), first + _CHUNK)
            reviews = spoil(reviews_of(shop, first, last), first, last)
            row = file.append(_columns(shop, reviews))
            shop.book.see_rows(file.name, reviews.incident, row)
        return file.rows - 1


def _columns(shop: Shop, reviews: Reviews) -> list[NDArray[np.object_]]:
    always = np.ones(len(reviews), np.bool_)
    said = [
        text_of(number, score, sku)
        for number, score, sku in zip(
            reviews.text.tolist(),
            reviews.score.tolist(),
            reviews.sku.tolist(),
            strict=True,
        )
    ]
    return [
        texts.moment_texts(reviews.reviewed, always, ""),
        texts.number_texts(shop.numbers[reviews.order]),
        texts.chosen([sku.number for sku in SKUS], reviews.sku),
        texts.account_texts(shop.orders.buyer[reviews.order]),
        texts.each(reviews.score, str),
        np.array(said, object),
    ]


def text_of(number: int, score: int, sku: int) -> str:
    """The words of a review: short, or put together of four parts."""
    known = words()
    if number < 0:
        return str(known["short"][-1 - number])
    if number >= COPIED:
        return str(known["copied"][number - COPIED])
    mixed = number * _STRIDE
    parts = []
    for part in (known["opening"], known["good" if score > 3 else "bad"], known["use"]):
        mixed, which = divmod(mixed, len(part))
        parts.append(part[which])
    more, which = divmod(mixed, len(known["last"]))
    last = str(known["last"][which]).format(n=2 + more % 50)
    return f"{parts[0]}{SKUS[sku].name}{parts[1]}，{parts[2]}，{last}"


# Numbers of texts that brushers hand round.
COPIED = 1 << 40
