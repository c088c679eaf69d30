"""Templates: each is recognised as itself, and every column reaches its fact."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.sources.judges import WordJudge

from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import columns_of, known
from shopwarden.records.moment import read_moment
from shopwarden.records.schema import Form, Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.exports.columns import Shape, fields
from shopwarden.sources.exports.recognise import recognised
from shopwarden.sources.exports.templates import template, templates
from shopwarden.sources.intake import ShopFacts, read_exports

FOLDER = Path(__file__).parents[2] / "docs" / "templates"
NAMES = sorted(templates())

# A cell of each shape that says something.
CELLS = {
    Shape.ID: "900100",
    Shape.WORD: "某个词",
    Shape.MONEY: "39.90",
    Shape.SIGNED: "-39.90",
    Shape.MOMENT: "2026-11-03 10:15:30",
    Shape.COUNT: "3",
    Shape.RATE: "80%",
    Shape.PERSON: "样例:01",
    Shape.TEXT: "东西不错",
    Shape.FLAG: "是",
    Shape.HOURS: "48",
}


def headings(name: str) -> list[str]:
    return (FOLDER / f"{name}.csv").read_text("utf-8-sig").strip().split(",")


def cell(field: str) -> str:
    found = fields()[field]
    if found.shape is Shape.CHOICE:
        return CHOICES[found.domain][0]
    return CELLS[found.shape]


def read(tmp_path: Path, name: str, *rows: dict[str, str]) -> ShopFacts:
    """A table with the template's headings, by field."""
    path = tmp_path / f"{name}_20261119.csv"
    fields_in_order = template(name).reads
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings(name))
        writer.writerows([row.get(f, "") for f in fields_in_order] for row in rows)
    tokeniser = KeyedTokeniser(b"k" * 32)
    intake = read_exports([path], tokeniser=tokeniser, judge=WordJudge())
    assert not intake.problems
    return intake.shops[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_recognised_as_itself(name: str) -> None:
    found = recognised(headings(name))
    assert found is not None
    assert found.code == name


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_every_fact_is_filled(tmp_path: Path, name: str) -> None:
    shop = read(tmp_path, name, {f: cell(f) for f in template(name).reads})
    assert [p.reason.source for p in shop.problems] == []
    for fact in template(name).facts:
        table = shop.facts.table(fact.kind)
        assert len(table) == 1, fact.kind
        for column in fact.columns:
            described = columns_of(fact.kind)[column]
            assert known(described, table[column]).all(), (fact.kind, column)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_without_what_it_needs_is_set_aside(tmp_path: Path, name: str) -> None:
    whole = {f: cell(f) for f in template(name).reads}
    for needed in template(name).required:
        shop = read(tmp_path, name, whole, {**whole, needed: ""})
        assert [p.row for p in shop.problems] == [3], needed


def test_each_step_of_a_parcel_is_a_fact_of_its_own(tmp_path: Path) -> None:
    row = {"order": "1", "waybill": "W1", "shipped": "2026-11-03 10:00:00"}
    later = row | {"order": "2", "scanned": "2026-11-04 09:00:00"}
    facts = read(tmp_path, "shipments", row, later).facts
    assert len(facts.table(Kind.SHIPMENT)) == 2
    assert facts.table(Kind.PARCEL_SCANNED)["ts"].tolist() == [
        read_moment("2026-11-04 09:00:00")
    ]
    # The table would have told of a scan until the day it was made.
    covered = {c.kind: (c.start_ms, c.end_ms) for c in facts.coverage}
    made = read_moment("2026-11-19")
    assert covered[Kind.PARCEL_SIGNED][0] == read_moment("2026-11-03")
    assert covered[Kind.PARCEL_SIGNED][1] >= (made or 0)


def test_an_after_sale_of_two_skus_is_answered_once(tmp_path: Path) -> None:
    row = {
        "after_sale": "9", "order": "1", "applied": "2026-11-03 10:00:00",
        "answered": "2026-11-03 12:00:00",
    }  # fmt: skip
    facts = read(tmp_path, "after_sales", row | {"sku": "5"}, row | {"sku": "6"}).facts
    assert len(facts.table(Kind.AFTER_SALE_OPENED)) == 2
    assert len(facts.table(Kind.AFTER_SALE_ANSWERED)) == 1


def test_a_strange_word_is_kept_and_reported(tmp_path: Path) -> None:
    row = {"operated": "2026-11-03 10:00:00", "account": "样例:01"}
    shop = read(
        tmp_path, "operations", row | {"action": "修改价格"}, row | {"action": "改版头"}
    )
    actions = shop.facts.table(Kind.OPERATION)["action"]
    assert {shop.facts.name("action", int(c)) for c in actions} == {"price", "改版头"}
    assert [p.reason.source for p in shop.problems] == ["intake.unknown_choice"]


def test_the_words_of_a_review_go_and_equal_words_stay_equal(tmp_path: Path) -> None:
    row = {"reviewed": "2026-11-03 10:00:00", "score": "5"}
    texts = ("质量很好,会回购", "质量很好，会回购 ", "一般")
    rows = [row | {"order": str(n), "review_text": t} for n, t in enumerate(texts)]
    facts = read(tmp_path, "reviews", *rows).facts
    wording = facts.table(Kind.REVIEW)["wording"].tolist()
    assert wording[0] == wording[1] != wording[2]
    assert facts.table(Kind.REVIEW)["length"].tolist()[2] == 2


def test_people_and_what_leads_to_them_become_tokens() -> None:
    for each in templates().values():
        for fact in each.facts:
            for column, field in fact.columns.items():
                described = columns_of(fact.kind)[column]
                if described.form is Form.CODE and field in fields():
                    person = fields()[field].shape is Shape.PERSON
                    assert person == (described.domain in _TOKENS), (fact.kind, column)


_TOKENS = {
    *("buyer", "phone", "agent", "wallet", "ip", "device"),
    *("payee", "waybill", "wording", "picture"),
}


def test_a_plan_does_not_make_the_shop_look_from_the_future(tmp_path: Path) -> None:
    plan = tmp_path / "促销.csv"
    plan.write_text("促销编号,促销形式,开始时间\n1,秒杀,2026-12-12 20:00:00\n", "utf-8")
    log = tmp_path / "登录.csv"
    log.write_text("登录时间,员工账号\n2026-11-03 10:00:00,样例:01\n", "utf-8")
    (shop,) = read_exports([plan, log], tokeniser=KeyedTokeniser(b"k" * 32)).shops
    made = read_moment("2026-11-03 10:00:00")
    assert {file.known_at for file in shop.files} == {made}
    assert len(shop.facts.table(Kind.PROMOTION_PLAN)) == 1


def test_of_two_shops_the_one_at_home_has_what_names_none(tmp_path: Path) -> None:
    heads = "流水时间,流水金额,店铺ID\n2026-11-03 10:00:00,5.00,{}\n"
    for shop in ("1001", "2002"):
        (tmp_path / f"{shop}.csv").write_text(heads.format(shop), "utf-8")
    log = tmp_path / "登录.csv"
    log.write_text("登录时间,员工账号\n2026-11-03 10:00:00,样例:01\n", "utf-8")
    tokens = KeyedTokeniser(b"k" * 32)
    away = read_exports([tmp_path], tokeniser=tokens)
    assert [p.file for p in away.problems] == ["登录.csv"]
    found = read_exports([tmp_path], tokeniser=tokens, home="1001")
    assert not found.problems
    signed = {s.shop: len(s.facts.table(Kind.SIGN_IN)) for s in found.shops}
    assert signed == {"1001": 1, "2002": 0}


def test_two_accounts_at_one_moment_are_two_facts_in_two_files(tmp_path: Path) -> None:
    line = "登录时间,员工账号\n2026-11-03 09:00:00,样例:{}\n"
    for name in ("01", "02"):
        (tmp_path / f"{name}.csv").write_text(line.format(name), "utf-8")
    again = "2026-11-03 09:00:00,样例:01\n2026-11-04 09:00:00,样例:01\n"
    (tmp_path / "03.csv").write_text("登录时间,员工账号\n" + again, "utf-8")
    facts = read_exports([tmp_path], tokeniser=KeyedTokeniser(b"k" * 32)).shops[0].facts
    table = facts.table(Kind.SIGN_IN)
    assert len(table) == 3
    assert len(set(table["agent"].tolist())) == 2
    assert not table["version"].any()
