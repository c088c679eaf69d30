"""The kinds of facts are declared soundly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shopwarden.records.facts import columns_of
from shopwarden.records.judge import VOCABULARY
from shopwarden.records.schema import COMMON, SCHEMAS, TOKEN_DOMAINS, Form, Kind

KINDS = list(Kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_schema_under_its_own_name(kind: Kind) -> None:
    assert SCHEMAS[kind].kind is kind


def test_ranks_are_unique_so_that_the_order_is_total() -> None:
    ranks = sorted(schema.rank for schema in SCHEMAS.values())
    assert all(before < after for before, after in pairwise(ranks))


@pytest.mark.parametrize("kind", KINDS)
def test_the_business_key_is_made_of_columns(kind: Kind) -> None:
    assert set(SCHEMAS[kind].key) <= set(columns_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_redefines_a_common_column(kind: Kind) -> None:
    assert not set(COMMON) & set(SCHEMAS[kind].columns)


@pytest.mark.parametrize("kind", KINDS)
def test_money_and_only_money_is_named_in_fen(kind: Kind) -> None:
    for name, column in columns_of(kind).items():
        assert name.endswith("_fen") == (column.form is Form.MONEY)


@pytest.mark.parametrize("kind", KINDS)
def test_codes_and_labels_alone_have_a_domain(kind: Kind) -> None:
    for column in columns_of(kind).values():
        assert bool(column.domain) == (column.form in (Form.CODE, Form.LABELS))


@pytest.mark.parametrize("kind", KINDS)
def test_people_are_tokens_wherever_they_stand(kind: Kind) -> None:
    for name, column in columns_of(kind).items():
        if name in TOKEN_DOMAINS:
            assert column.domain == name


@pytest.mark.parametrize("kind", KINDS)
def test_labels_come_from_a_known_vocabulary(kind: Kind) -> None:
    for column in columns_of(kind).values():
        if column.form is Form.LABELS:
            assert column.domain in VOCABULARY


@pytest.mark.parametrize("form", list(Form))
def test_a_missing_value_fits_its_column(form: Form) -> None:
    limits = np.iinfo(np.dtype(form.dtype))
    assert limits.min <= form.missing <= limits.max
