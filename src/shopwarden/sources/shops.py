"""Shops: which files belong to which shop.

A shop id in the rows decides. Files without one belong where their orders
are known. A file is refused only if its id is another than the one asked for,
or if none of its orders is known while other files' orders are; a single
foreign row is kept, for a rule to judge.

What it does not do: ask. Where two shops are possible, it says so and refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopwarden.records.schema import Kind
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.complaints import problem
from shopwarden.sources.exports.templates import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.reading import Rows
    from shopwarden.sources.sections import Section

_FEW = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The rows of one section that belong to one shop (id empty: not said)."""

    section: Section
    shop: str
    rows: Rows
    first: bool  # the piece that carries the section's problems

    @property
    def places_orders(self) -> bool:
        """Whether its orders are the shop's own by definition."""
        section = self.section
        return section.layout == recognise.ORDERS and bool(
            section.facts & {Kind.ORDER_PLACED, Kind.ORDER_LINE}
        )

    @property
    def of_no_order(self) -> bool:
        """Whether it speaks of no order, as listings do, or in passing, as logs do."""
        layout = self.section.layout
        if layout in templates() and templates()[layout].aside:
            return True
        free = layout in recognise.TEXT_LAYOUTS or layout in templates()
        return free and not len(self.orders())

    def orders(self) -> Any:
        """Its distinct order numbers, parents included."""
        columns = (self.rows.code("order"), self.rows.code("parent"))
        return pa.chunked_array([c.used().values for c in columns], pa.string())


@dataclass(frozen=True, slots=True)
class Sorting:
    """Pieces by shop id, and those refused with the reason."""

    shops: Mapping[str, tuple[Piece, ...]]
    refused: tuple[tuple[Piece, Problem], ...]


def pieces_of(section: Section) -> list[Piece]:
    """A section cut by the shop ids in its rows."""
    column = section.rows.code("shop_id").used()
    ids = column.values.to_pylist()
    if len(ids) <= 1:
        return [Piece(section, ids[0] if ids else "", section.rows, first=True)]
    # A row without an id in a table that has them stays with the first shop.
    codes = np.where(column.codes < 0, ids.index(min(ids)), column.codes)
    return [
        Piece(
            section, shop, section.rows.take(codes == ids.index(shop)), shop == min(ids)
        )
        for shop in sorted(ids)
    ]


def sorted_by_shop(pieces: Iterable[Piece], wanted: str, home: str = "") -> Sorting:
    """Put the pieces together by shop; `wanted` refuses all other ids.

    Of several shops `home`, the one shop.yaml is about, has what speaks of no
    order and names no shop.
    """
    kept: list[Piece] = []
    refused: list[tuple[Piece, Problem]] = []
    for piece in pieces:
        if wanted and piece.shop and piece.shop != wanted:
            refused.append((piece, _refusal(piece, "other_shop", shop=piece.shop)))
        else:
            kept.append(piece)
    ids = sorted({p.shop for p in kept if p.shop})
    if len(ids) > 1:
        shops, unclear = _several(kept, ids)
        code = "shop_unclear"
        if home in shops:
            shops[home] += [p for p in unclear if p.of_no_order]
            unclear = [p for p in unclear if not p.of_no_order]
    else:
        shop = wanted or (ids[0] if ids else "")
        together, unclear = _single(kept, wanted)
        shops, code = {shop: together}, "no_known_order"
    refused += [(piece, _refusal(piece, code)) for piece in unclear]
    return Sorting({s: tuple(p) for s, p in shops.items() if p}, tuple(refused))


def _refusal(piece: Piece, code: str, shop: str = "") -> Problem:
    return problem(piece.section.name, code, shop=shop)


def _single(pieces: list[Piece], wanted: str) -> tuple[list[Piece], list[Piece]]:
    """All pieces that the orders of one shop connect, and the others.

    What speaks of no order cannot be another shop's for its orders.
    """
    free = [p for p in pieces if p.of_no_order]
    kept, others = _bound([p for p in pieces if not p.of_no_order], wanted)
    return kept + free, others


def _bound(pieces: list[Piece], wanted: str) -> tuple[list[Piece], list[Piece]]:
    kept = [p for p in pieces if p.places_orders or not len(p.rows)]
    if not any(len(p.rows) for p in kept):
        return pieces, []
    kept += [p for p in pieces if wanted and p.shop == wanted and p not in kept]
    return _connected(kept, [p for p in pieces if p not in kept])


def _connected(
    kept: list[Piece], others: list[Piece]
) -> tuple[list[Piece], list[Piece]]:
    """Take in every other piece that shares an order, until none does."""
    known = _orders(kept)
    while True:
        near = [p for p in others if _touches(p.orders(), known)]
        if not near:
            return kept, others
        kept = kept + near
        others = [p for p in others if p not in near]
        known = pa.chunked_array([*known.chunks, *_orders(near).chunks])


def _several(
    pieces: list[Piece], ids: list[str]
) -> tuple[dict[str, list[Piece]], list[Piece]]:
    """Pieces by their own id; those without go where most of their orders are."""
    shops = {shop: [p for p in pieces if p.shop == shop] for shop in ids}
    unclear: list[Piece] = []
    known = {shop: pc.unique(_orders(found)) for shop, found in shops.items()}
    for piece in (p for p in pieces if not p.shop):
        counts = {
            shop: shares(piece.orders(), orders) for shop, orders in known.items()
        }
        most = max(counts.values())
        best = [shop for shop, count in counts.items() if count == most]
        if most and len(best) == 1:
            shops[best[0]].append(piece)
        else:
            unclear.append(piece)
    return shops, unclear


def _orders(pieces: Iterable[Piece]) -> Any:
    chunks = [chunk for p in pieces for chunk in p.orders().chunks]
    return pa.chunked_array(chunks, pa.string())


def _touches(orders: Any, known: Any) -> bool:
    """Whether any order is known; the first few mostly tell, and cheaply."""
    few = orders.slice(0, _FEW).combine_chunks()
    return bool(shares(known, few) or shares(orders, pc.unique(known)))


def shares(orders: Any, known: Any) -> int:
    """How many of `orders` are among `known`."""
    return int(pc.sum(pc.is_in(orders, value_set=known)).as_py() or 0)
