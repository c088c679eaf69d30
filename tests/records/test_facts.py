"""Facts in tables: equal lengths, codes that read back, nothing by accident."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.facts import (
    Array,
    Facts,
    Table,
    columns_of,
    empty_table,
    known,
    missing_column,
)
from shopwarden.records.schema import NO_CODE, TOKEN_DOMAINS, Column, Form, Kind

WORDS = st.lists(st.text("佣金货款AB01", min_size=1, max_size=6), max_size=20)


def states(times: list[int]) -> Table:
    """Order states at these times, everything else missing."""
    declared = columns_of(Kind.ORDER_STATE).items()
    columns: dict[str, Array] = {
        name: missing_column(c, len(times)) for name, c in declared
    }
    columns["ts"] = np.array(times, np.int64)
    return Table(Kind.ORDER_STATE, columns)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_nobody_delivered_is_an_empty_table_of_all_its_columns(
    kind: Kind,
) -> None:
    table = Facts.empty().table(kind)
    assert len(table) == 0
    assert list(table.columns) == list(columns_of(kind))
    for name, column in columns_of(kind).items():
        assert table[name].dtype == np.dtype(column.form.dtype)


def test_columns_of_different_lengths_are_refused() -> None:
    ragged: dict[str, Array] = {
        "ts": np.zeros(2, np.int64),
        "order": np.zeros(3, np.int32),
    }
    with pytest.raises(ValueError, match=r"\{2, 3\}"):
        Table(Kind.ORDER_STATE, ragged)


def test_rows_are_taken_by_position_and_by_mask() -> None:
    table = states([10, 20, 30])
    assert table.take(np.array([2, 0]))["ts"].tolist() == [30, 10]
    assert table.take(table["ts"] > 10)["ts"].tolist() == [20, 30]


def test_a_derived_table_joins_without_changing_the_facts_it_came_from() -> None:
    facts = Facts.empty()
    joined = facts.with_table(states([1]))
    assert len(joined.table(Kind.ORDER_STATE)) == 1
    assert len(facts.table(Kind.ORDER_STATE)) == 0


def test_the_name_of_a_missing_code_is_empty() -> None:
    assert Facts.empty().name("order", NO_CODE) == ""


@pytest.mark.parametrize("domain", sorted(TOKEN_DOMAINS))
def test_people_have_no_name(domain: str) -> None:
    with pytest.raises(ValueError, match=domain):
        Facts.empty().name(domain, 0)


@given(WORDS, st.text("佣金货款AB01", max_size=6))
def test_codes_and_names_read_back_as_each_other(words: list[str], other: str) -> None:
    names = np.array(sorted(set(words)), dtype=np.str_)
    facts = Facts({}, {"fee": names})
    for word in words:
        assert facts.name("fee", facts.code("fee", word)) == word
    assert (facts.code("fee", other) == NO_CODE) == (other not in words)


def test_a_domain_nobody_delivered_has_no_codes() -> None:
    assert Facts.empty().code("fee", "佣金") == NO_CODE


@pytest.mark.parametrize("form", list(Form))
def test_missing_values_are_not_known(form: Form) -> None:
    column = Column(form, "fee" if form is Form.CODE else "")
    values = missing_column(column, 3)
    values[1] = 0
    assert known(column, values).tolist() == [False, True, False]


def test_an_empty_table_has_no_rows_to_take() -> None:
    table = empty_table(Kind.BILL_LINE)
    assert len(table.take(np.empty(0, np.int64))) == 0
