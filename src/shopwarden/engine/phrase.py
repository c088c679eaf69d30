"""What people call the names of a rule: its columns and its features.

A column's name is in the catalogue `columns`. A feature has the name its rule
gives it, or one made of its definition.

What it does not do: show values, or judge.

>>> from shopwarden.records.schema import Kind
>>> from shopwarden.words import say
>>> say(column(Kind.ORDER_LINE, "unit_fen"), "en")
'unit price received'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.rule import filled, reached_kind
from shopwarden.words import Text, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.rule import Feature, Rule
    from shopwarden.records.schema import Kind


def phrase(rule: Rule, name: str, settings: Mapping[str, object]) -> Text:
    """The name of a column or feature; `settings` hold the rule's parameters."""
    feature = rule.features.get(name)
    if feature is None:
        return column(rule.fact, name)
    if feature.title is not None:
        return Text(feature.title, filled(feature.title, settings))
    return _made(feature, settings)


def column(kind: Kind, name: str) -> Text:
    """The name of a column, key path or floor price of a kind of fact."""
    root, _, reached = name.rpartition(".")
    if root:
        inner = column(reached_kind(kind, root) or kind, reached)
        return Text(f"columns.of_{root}", {"name": inner})
    own = f"{kind.name.lower()}_{name}"
    return Text(f"columns.{own if own in catalogue('columns') else name}")


def _made(feature: Feature, settings: Mapping[str, object]) -> Text:
    """A name from the definition."""
    kind = Text(f"columns.kind_{feature.of.name.lower()}")
    params = {"by": _joined(feature), "back": _back(feature, settings), "kind": kind}
    if feature.value is not None:
        params["value"] = column(feature.of, feature.value)
    made = Text(f"columns.feature_{feature.aggregate}", params)
    return made if feature.where is None else Text("columns.only", {"name": made})


def _joined(feature: Feature) -> Text:
    first, *more = (column(feature.of, name) for name in feature.by)
    for second in more:
        first = Text("columns.both", {"first": first, "second": second})
    return first


def _back(feature: Feature, settings: Mapping[str, object]) -> Text:
    window = feature.window
    if window is None:
        return Text("columns.ever")
    length = settings[window] if isinstance(window, str) else window
    return Text("columns.back", {"back_span": length})
