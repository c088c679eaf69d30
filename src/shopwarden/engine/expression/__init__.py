"""The rule language: a small typed expression over names, numbers and texts.

    lines == 0 and expected_fen > 0
    ratio(refunded, ordered) >= 0.8 and not fee in ('佣金', '交易服务费')
    hour(ts) between 1 and 5 or missing(address)

It has names (a key path such as `order.buyer` among them), numbers, 'texts',
durations (48h, 7d, 10min, 30s), comparisons, `and or not`, `in`, `between`,
`+ - *`, and the functions ratio, abs, min, max, coalesce, missing, has, hour.
There is no `/` (see ratio) and nothing that loops, loads or calls out.

What it does not do: evaluate. `engine.vector` computes it over columns,
`engine.sql` prints it for DuckDB; both mean the same.

>>> check(parse("ratio(refunded, ordered)"), {"refunded": WHOLE, "ordered": WHOLE})
Type(sort=<Sort.NUMBER: 'number'>, domain='', whole=False)
"""

from shopwarden.engine.expression.check import (
    CONDITION,
    FLAG,
    LABELS,
    REAL,
    WHOLE,
    Sort,
    Type,
    check,
    check_condition,
    check_number,
)
from shopwarden.engine.expression.parse import FUNCTIONS, Expression, parse, span_ms
from shopwarden.engine.expression.place import Origin
from shopwarden.engine.expression.show import show
from shopwarden.engine.expression.tree import Node, Word, names, replaced, walk

__all__ = [
    "CONDITION",
    "FLAG",
    "FUNCTIONS",
    "LABELS",
    "REAL",
    "WHOLE",
    "Expression",
    "Node",
    "Origin",
    "Sort",
    "Type",
    "Word",
    "check",
    "check_condition",
    "check_number",
    "names",
    "parse",
    "replaced",
    "show",
    "span_ms",
    "walk",
]
