"""The claim list, read back with another library."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.report import invented_findings

from shopwarden.engine.finding import StakeKind
from shopwarden.report.claims import claims
from shopwarden.report.sheet import LONGEST_NAME, harmless, names
from shopwarden.report.workbook import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.screening.result import ShopScreening


@pytest.fixture
def book(tmp_path: Path, shop: ShopScreening) -> CalamineWorkbook:
    write_workbook(tmp_path / "claims.xlsx", [shop])
    return CalamineWorkbook.from_path(str(tmp_path / "claims.xlsx"))


def test_a_sheet_per_claim_with_exact_amounts(book: CalamineWorkbook) -> None:
    assert book.sheet_names[0] == "汇总"
    assert book.sheet_names[-2:] == ["证据", "未评估"]
    head, *rows = book.get_sheet_by_name("到期订单没有结算").to_python()
    assert head[2] == "订单号 / Order id"
    assert len(rows) == 38
    expected = {each.orders[0]: each.stake for each in invented_findings.unsettled()}
    for row in rows:
        stake = expected[str(row[2])]
        assert stake
        assert isinstance(row[3], float)
        assert (
            f"{row[3]:.2f}" == f"{stake.amount_fen // 100}.{stake.amount_fen % 100:02d}"
        )
        assert str(row[2]) in str(row[8])


def test_the_summary_adds_up(book: CalamineWorkbook) -> None:
    _, *rows = book.get_sheet_by_name("汇总").to_python()
    counted = {str(row[0]).partition(" / ")[0]: row[3] for row in rows}
    assert counted == {
        "到期订单没有结算": 38,
        "扣点高于应有比例": 14,
        "同一售后退款两次": 1,
    }


def test_the_evidence_of_every_incident_is_there(
    book: CalamineWorkbook, shop: ShopScreening
) -> None:
    _, *rows = book.get_sheet_by_name("证据").to_python()
    assert {row[0] for row in rows} == {incident.id for incident in shop.incidents}


def test_the_same_screening_gives_the_same_bytes(
    tmp_path: Path, shop: ShopScreening
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, [shop])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_formula_reaches_a_sheet(tmp_path: Path, shop: ShopScreening) -> None:
    evil = replace(shop, name='=HYPERLINK("http://example.invalid")')
    write_workbook(tmp_path / "a.xlsx", [evil])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "sheet" in n]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]


@given(st.text(max_size=20))
def test_a_harmless_text_begins_no_formula(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(tuple("=+-@＝＋－＠\t\r\n"))


@given(st.lists(st.text(max_size=50), max_size=9))
def test_sheet_names_are_short_and_differ(wanted: list[str]) -> None:
    given_names = names(wanted)
    assert len({name.casefold() for name in given_names}) == len(wanted)
    assert all(0 < len(name) <= LONGEST_NAME for name in given_names)


def test_only_what_is_lost_is_asked_back(shop: ShopScreening) -> None:
    incident = shop.incidents[0]
    lost = next(
        finding
        for each in shop.incidents
        for alert in each.alerts
        for finding in alert.findings
        if finding.rule.startswith("payments/") and finding.stake
    )
    assert lost.stake
    risk = replace(lost, id="1", stake=replace(lost.stake, kind=StakeKind.EXPOSURE))
    loss = replace(lost, id="2", stake=replace(lost.stake, kind=StakeKind.LOSS))
    held = replace(loss, id="3", rule="payments/unpaid_hoarding")
    alert = replace(incident.alerts[0], findings=(risk, loss, held))
    one = replace(shop, incidents=(replace(incident, alerts=(alert,)),))
    asked = {c.id: str(c.request.source) for c in claims([one])[lost.rule]}
    assert asked == {"1": "report.request_check", "2": "report.request_amount"}
    assert list(claims([one])) == [lost.rule]
