"""One meaning: random expressions over random rows, asked of DuckDB and of us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.expression import parse
from shopwarden.engine.sql import sql
from shopwarden.engine.vector import Codes, Columns, LabelSets, exact, verdicts
from shopwarden.records.judge import VOCABULARY, bits
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

WORDS = ("佣金", "京豆", "it")
LABELS = ("solicitation", "lure:deposit", VOCABULARY["label"][-1])
LISTS = {"fees": frozenset({"佣金", "无"}), "none": frozenset[str]()}

ROW = st.tuples(
    st.none() | st.integers(-20, 20),
    st.none() | st.integers(-3, 3) | st.sampled_from((10**12, -(10**12))),
    st.none() | st.sampled_from((-1.5, 0.0, 0.1, 0.5, 2.0)),
    st.none() | st.sampled_from((0, 1)),
    st.none() | st.sampled_from(WORDS),
    st.none() | st.sampled_from(WORDS),
    st.none() | st.integers(0, 2 * 86_400_000),
    st.none() | st.lists(st.sampled_from(LABELS), unique=True),
)


def numbers() -> SearchStrategy[str]:
    whole = st.sampled_from(("a", "b", "f", "ts"))
    small = st.sampled_from(("a", "f"))  # products stay in BIGINT, which would raise
    leaf = whole | st.sampled_from(("c", "0", "1", "7", "0.5", "7d", "-2", "1000000"))

    def larger(inner: SearchStrategy[str]) -> SearchStrategy[str]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-"), inner).map(
                lambda t: f"({t[0]} {t[1]} {t[2]})"
            ),
            st.tuples(small, inner).map(lambda t: f"({t[0]} * ({t[1]}))"),
            pair.map(lambda t: f"ratio({t[0]}, {t[1]})"),
            st.tuples(st.sampled_from(("min", "max", "coalesce")), pair).map(
                lambda t: f"{t[0]}({t[1][0]}, {t[1][1]})"
            ),
            inner.map(lambda t: f"abs({t})"),
            whole.map(lambda t: f"hour({t})"),
            inner.map(lambda t: f"-({t})"),
        )

    return st.recursive(leaf, larger, max_leaves=3)


def comparisons() -> SearchStrategy[str]:
    operator = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
    number = numbers()
    text = st.sampled_from(("t", "u", "coalesce(t, u)"))
    word = st.sampled_from((*WORDS, "无"))
    return st.one_of(
        st.tuples(number, operator, number).map(" ".join),
        st.tuples(number, number, number).map(
            lambda t: f"{t[0]} between {t[1]} and {t[2]}"
        ),
        number.map(lambda t: f"{t} in (0, 3, -2)"),
        st.tuples(text, st.sampled_from(("==", "!=")), word).map(
            lambda t: f"{t[0]} {t[1]} '{t[2]}'"
        ),
        st.sampled_from(("t == u", "u != t", "f", "t in ('it', '无')")),
        st.sampled_from(("t in fees", "t in none", "u in absent")),
        st.sampled_from(("missing(a)", "missing(t)", "missing(l)", "missing(c)")),
        st.sampled_from(LABELS).map(lambda w: f"has(l, '{w}')"),
    )


def conditions() -> SearchStrategy[str]:
    def larger(inner: SearchStrategy[str]) -> SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
                lambda t: f"({t[0]}) {t[1]} ({t[2]})"
            ),
            inner.map(lambda t: f"not ({t})"),
        )

    return st.recursive(comparisons(), larger, max_leaves=4)


def columns_of(rows: list[Any]) -> Columns:
    def number(at: int, dtype: type) -> Any:
        known = np.array([row[at] is not None for row in rows], np.bool_)
        filled = [0 if row[at] is None else row[at] for row in rows]
        return exact(np.array(filled, dtype), known)

    def texts(at: int) -> Codes:
        codes = [-1 if row[at] is None else WORDS.index(row[at]) for row in rows]
        return Codes(np.array(codes, np.int32), "word")

    sets = LabelSets(np.array([mask_of(row[7]) for row in rows], np.int64), "label")
    whole = {n: number(at, np.int64) for n, at in (("a", 0), ("b", 1), ("f", 3))}
    values = {"c": number(2, np.float64), "ts": number(6, np.int64), "l": sets}
    texts_by_name = {"t": texts(4), "u": texts(5)}

    def code(_domain: str, text: str) -> int:
        return WORDS.index(text) if text in WORDS else -1

    return Columns({**whole, **values, **texts_by_name}, code, LISTS)


def literal(row: tuple[Any, ...]) -> str:
    types = ["BIGINT", "BIGINT", "DOUBLE", "BIGINT", "VARCHAR", "VARCHAR", "BIGINT"]
    cells = [
        f"CAST({'NULL' if v is None else repr(v)} AS {t})"
        for v, t in zip(row, types, strict=False)
    ]
    mask = "NULL" if row[7] is None else mask_of(row[7])
    return f"({', '.join([*cells, f'CAST({mask} AS BIGINT)'])})"


def mask_of(labels: list[str] | None) -> int:
    return MISSING if labels is None else bits("label", labels)


@settings(max_examples=150, deadline=None)
@given(st.lists(conditions(), min_size=1, max_size=6), st.lists(ROW, min_size=1))
def test_vector_and_duckdb_agree(texts: list[str], rows: list[Any]) -> None:
    trees = [parse(text).root for text in texts]
    printed = ", ".join(
        sql(tree, LISTS, flags={"f"}, labels={"l": "label"}) for tree in trees
    )
    table = f"(VALUES {', '.join(map(literal, rows))}) AS t(a, b, c, f, t, u, ts, l)"
    answers = CONNECTION.execute(f"SELECT {printed} FROM {table}").fetchall()

    columns = columns_of(rows)
    for tree, text, answer in zip(
        trees, texts, zip(*answers, strict=True), strict=True
    ):
        ours = np.broadcast_to(verdicts(tree, columns), len(rows)).tolist()
        theirs = [0 if x is None else (1 if x else -1) for x in answer]
        assert ours == theirs, text


CONNECTION = duckdb.connect(config={"threads": 1})
