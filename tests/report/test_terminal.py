"""The terminal summary: narrow enough, money first, no colour unasked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.problem import Problem
from shopwarden.report.shown import alike, evidence, leading
from shopwarden.report.terminal import summary
from shopwarden.report.width import columns, cut, wrapped
from shopwarden.words import LANGUAGES, Bilingual, Text

if TYPE_CHECKING:
    from shopwarden.screening.result import ShopScreening
    from shopwarden.words import Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_no_line_is_wider_than_asked(
    shop: ShopScreening, language: Language, width: int
) -> None:
    lines = summary(shop, language, width=width)
    assert max(map(columns, lines)) <= width
    assert "\x1b" not in "".join(lines)


def test_money_comes_first_then_five_things_then_what_stayed_open(
    shop: ShopScreening,
) -> None:
    text = "\n".join(summary(shop, "zh", files={"report": "报告.html"}))
    places = [
        text.index(part)
        for part in (
            "¥192,630.75",
            "先看这 5 件事",
            "事件共",
            "没有评估完",
            "报告.html",
        )
    ]
    assert places == sorted(places)
    assert "6. [" not in text
    assert "订单导出20261119.csv 第 202 行" in text


def test_colour_only_when_wanted(shop: ShopScreening) -> None:
    assert "\x1b[1m" in "".join(summary(shop, "en", colour=True))


def test_without_money_or_incidents_it_says_so(shop: ShopScreening) -> None:
    text = "\n".join(summary(replace(shop, money=None, incidents=()), "en"))
    assert "no orders and bills to compare" in text
    assert "not an all-clear" in text
    calm = "\n".join(summary(replace(shop, incidents=()), "en"))
    assert "Nothing needs you today" in calm


def test_what_is_past_its_day_is_overdue(shop: ShopScreening) -> None:
    """Pending lines after JD's own day count beside orders without a bill."""
    text = "\n".join(summary(shop, "zh"))
    assert "应到未到           ¥11,245.07" in text
    assert "其中已过预计日期    ¥1,204.00" in text


def test_the_rows_of_the_reason_told_come_first(shop: ShopScreening) -> None:
    for incident in shop.incidents:
        lead = leading(incident)
        told = {row for row in lead.evidence if row.ts == lead.ts}
        rows = evidence(incident)
        assert set(rows[: len(told)]) == told
        assert len(rows) == len(set(rows))


def test_problems_that_differ_in_their_row_alone_stand_together() -> None:
    hint = Text(Bilingual("重新导出", "Export again"))
    found = [
        Problem(
            "a.csv",
            row,
            "金额",
            Text(Bilingual("第 {row} 行", "row {row}"), {"row": row}),
            hint,
        )
        for row in (3, 2, 9)
    ]
    (group,) = alike(found)
    assert [each.row for each in group] == [2, 3, 9]


def test_it_says_how_to_get_the_report_and_what_was_written(
    shop: ShopScreening,
) -> None:
    assert "--report" in summary(shop, "zh", files={})[-1]
    assert "--report" not in "".join(summary(shop, "zh"))
    written = summary(shop, "en", files={"xlsx": "c.xlsx", "problems": "p.csv"})
    assert written[-2].endswith("claim list for JD settlement support: c.xlsx")
    assert "--report" not in "".join(written)


@given(st.text(alphabet="ab 店卫，。¥12", max_size=60), st.integers(6, 40))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=40), st.integers(1, 30))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= width
