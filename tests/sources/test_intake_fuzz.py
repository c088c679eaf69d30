"""Whatever stands in the cells, every row is accounted for and nothing is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.facts import columns_of
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.exports.columns import fields
from shopwarden.sources.exports.table import Batch, Sheet
from shopwarden.sources.intake import Intake, intake_of
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.records.problem import Problem

HEADINGS = sorted(h for field in fields().values() for h in field.jd)
_cells = st.none() | st.one_of(
    st.text(min_size=1, max_size=6),
    st.sampled_from(
        [
            "316000000001",
            "1.6E+11",
            "7.0",
            "货款",
            "-5.00",
            "99.9",
            "5%",
            "合计",
            "2026-11-10 10:00:00",
            "2026-02-30 10:00:00",
            "20261110",
            "0001-01-01 00:00:00",
            "1******6198",
            "支出",
            "已结算",
            "USD",
            "99999999999999999999",
        ]
    ),
)


def sheet(name: str, headings: Sequence[str], rows: list[list[str | None]]) -> Sheet:
    columns = list(zip(*rows, strict=True))

    def reader(asked: Sequence[int], _: list[Problem]) -> Iterator[Batch]:
        numbers = np.arange(2, len(rows) + 2, dtype=np.int64)
        yield Batch(numbers, tuple(pa.array(columns[i], pa.string()) for i in asked))

    return Sheet(name, name, (), (), tuple(headings), (), [], reader)


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    core = draw(
        st.sampled_from(
            [
                ("订单号", "下单时间", "订单金额", "商品ID"),
                ("订单编号", "费用名称", "应结金额", "收支方向", "到账时间"),
                ("订单编号", "费用名称", "金额", "业务单据编号", "结算单号"),
                ("订单编号", "业务单据编号", "结算时间", "结算金额合计"),
                ("订单编号", "订单下单时间", "优惠类型", "京东承担金额"),
                (),
            ]
        )
    )
    more = draw(st.lists(st.sampled_from(HEADINGS), max_size=6, unique=True))
    headings = [*core, *(h for h in more if h not in core)] or ["订单号"]
    row = st.lists(_cells, min_size=len(headings), max_size=len(headings))
    rows = draw(st.lists(row, min_size=1, max_size=6))
    return sheet(draw(st.sampled_from(["a.csv", "b › c", "b › d"])), headings, rows)


def sound(intake: Intake) -> None:
    for shop in intake.shops:
        for report in shop.files:
            assert report.rows == report.kept + report.problems
        for kind, table in shop.facts.tables.items():
            for name, column in columns_of(kind).items():
                assert table[name].dtype == column.form.dtype
                if column.domain:
                    codes = table[name]
                    known = len(shop.facts.names.get(column.domain, ()))
                    assert ((codes >= -1) & (codes < known)).all()
        for names in shop.facts.names.values():
            assert (names[1:] > names[:-1]).all()
        for problem in shop.problems:
            for language in LANGUAGES:
                assert say(problem.reason, language)
                assert say(problem.hint, language)


@given(st.lists(tables(), max_size=3))
def test_nothing_is_raised_and_every_row_counts(opened: list[Sheet]) -> None:
    sound(intake_of(opened, tokeniser=KeyedTokeniser(b"k" * 32)))
