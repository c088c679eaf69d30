"""The screener: batches, neighbours, engines and hash seeds change nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.patterns.pieces import pieces
from tests.engine.screen.invented_rules import CODE, PAY, screener
from tests.engine.screen.suite_texts import suite_texts

from shopwarden.engine.screen import Screened, Screener
from shopwarden.engine.screen.screener import BATCH
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KINDS = ("chat", "remark", "listing")
DIRECTIONS = ("staff", "buyer", "")
TEXTS = st.lists(
    st.sampled_from(pieces()) | st.characters() | st.characters(categories=["Cs"]),
    max_size=14,
).map("".join)
BOUNDED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.engine.screen.suite_texts import suite_texts
from shopwarden.screening.texts import text_screener
for (kind, by), texts in suite_texts().items():
    for found in text_screener().screen(texts, kind=kind, directions=by):
        print(found)
"""


@pytest.fixture(scope="module")
def engines() -> tuple[Screener, Screener]:
    """The product's screener with hyperscan from the first text, and without."""
    rules = text_screener().rules
    return Screener(rules, hyperscan=True), Screener(rules, hyperscan=False)


def check(text: str, found: Screened) -> None:
    """What holds of every answer to every text."""
    spans = [(span.start, span.end) for span in found.spans]
    for start, end in (*spans, *(p for mark in found.marks for p in mark.places)):
        assert 0 <= start < end <= len(text)
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    named = [(mark.label, mark.strength) for mark in found.marks]
    assert len(set(named)) == len(named)
    assert all(mark.places for mark in found.marks)


def test_engines_agree_on_every_text_of_the_suite(
    engines: tuple[Screener, Screener],
) -> None:
    fast, slow = engines
    marks = 0
    for (kind, by), texts in suite_texts().items():
        one = fast.screen(texts, kind=kind, directions=by)
        assert one == slow.screen(texts, kind=kind, directions=by)
        for text, found in zip(texts, one, strict=True):
            check(text, found)
        marks += sum(len(found.marks) for found in one)
    assert marks > len(suite_texts())


@BOUNDED
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    kind=st.sampled_from(KINDS),
    by=st.sampled_from(DIRECTIONS),
)
def test_engines_agree_and_places_are_in_every_text(
    engines: tuple[Screener, Screener], texts: list[str], kind: str, by: str
) -> None:
    fast, slow = engines
    one = fast.screen(texts, kind=kind, directions=by)
    assert one == slow.screen(texts, kind=kind, directions=by)
    for text, found in zip(texts, one, strict=True):
        check(text, found)


@BOUNDED
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=5),
    by=st.lists(st.sampled_from(DIRECTIONS), min_size=5, max_size=5),
)
def test_neighbours_change_nothing(
    engines: tuple[Screener, Screener], texts: list[str], by: list[str]
) -> None:
    roles = by[: len(texts)]
    for each in engines:
        together = each.screen(texts, kind="chat", directions=roles)
        alone = [
            each.screen([text], kind="chat", directions=role)[0]
            for text, role in zip(texts, roles, strict=True)
        ]
        assert together == alone


@pytest.mark.parametrize("size", [1, 63, 64, 65, 200])
def test_the_size_of_a_batch_changes_nothing(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = screener(PAY, CODE, hyperscan=True)
    texts = ["微信转账", "在吗", "薇信转账 13900000001", "", "验喔证喔码"] * 45
    by = ["staff", "buyer", ""] * 75
    whole = plain.screen(texts, kind="chat", directions=by)
    monkeypatch.setattr("shopwarden.engine.screen.screener.BATCH", size)
    assert plain.screen(texts, kind="chat", directions=by) == whole


def test_more_texts_than_a_batch_keep_their_order() -> None:
    texts = ["在吗"] * (BATCH + 10)
    texts[0] = texts[BATCH - 1] = texts[BATCH] = texts[-1] = "微信转账"
    found = screener(PAY, hyperscan=True).screen(texts, kind="chat")
    marked = [at for at, each in enumerate(found) if each.marks]
    assert marked == [0, BATCH - 1, BATCH, BATCH + 9]


def test_the_order_of_the_texts_changes_nothing() -> None:
    (texts,) = (
        [*t] for (k, b), t in suite_texts().items() if (k, b) == ("chat", "staff")
    )
    plain = text_screener()
    before = dict(zip(texts, _screened(plain, texts), strict=True))
    Random(7).shuffle(texts)
    assert dict(zip(texts, _screened(plain, texts), strict=True)) == before


def _screened(plain: Screener, texts: Sequence[str]) -> list[Screened]:
    return plain.screen(texts, kind="chat", directions="staff")


def test_no_texts() -> None:
    plain = screener(PAY)
    assert plain.screen([], kind="chat") == []
    assert plain.screen([], kind="chat", directions=[]) == []
    assert plain.screen([""], kind="chat") == [Screened()]


def test_hash_seeds_change_nothing(repository: Path) -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, repository],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(told) == 1
    assert b"solicitation" in next(iter(told))
