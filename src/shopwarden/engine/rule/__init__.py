"""Rules: one YAML document each, read and checked, errors with line and column.

`load_rules(packages)` reads the files of the practices, `read_rule(id, text)`
one text. `docs/adding-a-rule.md` describes the file to people,
`docs/schemas/rule.schema.json` to editors.

What it does not do: judge facts (`engine.evaluate`).

>>> load_rules([])
()
"""

from shopwarden.engine.rule.environment import (
    environment,
    feature_type,
    is_person,
    reached_kind,
)
from shopwarden.engine.rule.find import load_rules
from shopwarden.engine.rule.load import read_rule
from shopwarden.engine.rule.model import (
    Example,
    Feature,
    Param,
    Rule,
    StakeOf,
    Status,
)
from shopwarden.engine.rule.reason import filled, named, placeholders

__all__ = [
    "Example",
    "Feature",
    "Param",
    "Rule",
    "StakeOf",
    "Status",
    "environment",
    "feature_type",
    "filled",
    "is_person",
    "load_rules",
    "named",
    "placeholders",
    "reached_kind",
    "read_rule",
]
