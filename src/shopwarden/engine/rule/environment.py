"""Which names an expression may use about a kind of fact, and their types.

A kind's own columns; a key path such as `order.buyer` or `parent.total_fen`
(the column of the OrderPlaced with that order number), `agent.role` (of the
roster) or `sku.cost_fen` (of the SKU's slow data); and `floor_fen`, the shop's
floor price of the fact's sku.

>>> environment(Kind.BILL_LINE)["order.buyer"].domain
'buyer'
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from shopwarden.engine.expression import FLAG, REAL, WHOLE, Sort, Type
from shopwarden.engine.windows import Aggregate
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import REFERENCES, TOKEN_DOMAINS, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.rule.model import Feature, Param
    from shopwarden.records.schema import Column

FLOOR = "floor_fen"
# Where a fact was read from is no property of the fact.
_PROVENANCE = frozenset({"version", "file", "row"})


def column_type(column: Column) -> Type:
    """The type of a column's values."""
    if column.form is Form.CODE:
        return Type(Sort.TEXT, column.domain)
    if column.form is Form.LABELS:
        return Type(Sort.LABELS, column.domain)
    return FLAG if column.form is Form.FLAG else WHOLE


def _own(kind: Kind) -> dict[str, Type]:
    columns = columns_of(kind).items()
    return {n: column_type(c) for n, c in columns if n not in _PROVENANCE}


def reached_kind(kind: Kind, root: str) -> Kind | None:
    """The kind a key path from a column leads to, None if it leads nowhere.

    Slow data does not lead on to itself.
    """
    column = columns_of(kind).get(root)
    if column is None or column.form is not Form.CODE:
        return None
    if column.domain == "order":
        return Kind.ORDER_PLACED
    target = REFERENCES.get(column.domain)
    return None if target is kind else target


@cache
def environment(kind: Kind) -> Mapping[str, Type]:
    """The names of a kind: its columns, key paths and the floor price."""
    own = _own(kind)
    names = dict(own)
    for root in own:
        target = reached_kind(kind, root)
        if target is not None:
            reached = _own(target).items()
            names |= {f"{root}.{name}": type_ for name, type_ in reached}
    if "sku" in own:
        names.setdefault(FLOOR, WHOLE)
    return MappingProxyType(names)


def feature_type(feature: Feature) -> Type:
    """The type of a feature's values."""
    whole = (
        Aggregate.COUNT,
        Aggregate.DISTINCT,
        Aggregate.SINCE_LAST,
        Aggregate.FIRST_SEEN,
    )
    if feature.aggregate in whole or feature.value is None:
        return WHOLE
    if feature.aggregate is Aggregate.MEAN:
        return REAL
    return environment(feature.of)[feature.value]


def param_types(params: Mapping[str, Param]) -> dict[str, Type]:
    """The types of parameters."""
    return {n: WHOLE if p.whole else REAL for n, p in params.items()}


def is_person(type_: Type) -> bool:
    """Whether values of the type are tokens of people."""
    return type_.sort is Sort.TEXT and type_.domain in TOKEN_DOMAINS
