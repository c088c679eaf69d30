"""`shopwarden price`: what a plan leads to, before it is published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.cli import run

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """促销编号,促销形式,商品编号,促销价,满减门槛,减免金额,互斥组,开始时间,结束时间
双11秒杀,秒杀,1001,99.00,,,,2026-11-11 00:00:00,2026-11-11 23:59:59
满300减120,优惠券,1001,,300,120,券,2026-11-11 00:00:00,2026-11-12 23:59:59
满200减20,优惠券,,,200,20,券,2026-11-11 00:00:00,2026-11-12 23:59:59
买赠,赠品,1001,,,,,2026-11-11 00:00:00,2026-11-12 23:59:59
"""
PRICES = """改价时间,商品编号,新价格,原价格
2026-11-01 10:00:00,1001,129.00,129.00
2026-11-01 10:00:00,1002,49.00,49.00
"""
GOODS = """商品编号,成本价,底价,库存
1001,60,89,500
1002,10,20,100
"""


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, str]:
    texts = {"promotion_plans": PLAN, "prices": PRICES, "sku_facts": GOODS}
    paths = {name: tmp_path / f"{name}_20261105.csv" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], "utf-8")
    return {name: str(path) for name, path in paths.items()}


@pytest.fixture
def price(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command; its exit code, what it printed, and what it complained of."""

    def ran(*arguments: str, language: str = "en") -> tuple[int, str, str]:
        code = run(["price", *arguments, "--lang", language])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ran


def test_the_basket_the_floor_and_the_money(price: Any, tables: dict[str, str]) -> None:
    files = (tables["prices"], tables["sku_facts"], "--plan", tables["promotion_plans"])
    code, shown, _ = price(*files, "--quiet")
    assert code == 10
    lines = shown.splitlines()
    assert lines[0].startswith("SKU 1001: lowest price of one piece ¥69.00")
    assert "4 in the basket" in lines[1]
    assert lines[2].strip().startswith("1. flash sale 双11秒杀: then ¥99.00 each")
    assert "¥276.00 in all" in lines[3]
    assert "below the floor ¥89.00" in shown
    assert "¥10,000.00" in shown
    assert "SKU 1002: lowest price of one piece ¥45.00, nothing wrong" in shown
    assert "row 5 买赠 (gift)" in shown
    assert "not checked against JD's rules" in shown


def test_chinese_says_the_same(price: Any, tables: dict[str, str]) -> None:
    code, shown, _ = price(*tables.values(), "--quiet", language="zh")
    assert code == 10
    assert "商品 1001：一件最低 ¥69.00，2026-11-11 00:00 起" in shown
    assert "低于底价 ¥89.00" in shown
    assert "最多涉及 ¥10,000.00" in shown
    assert "没有核对过京东规则" in shown


def test_lines_for_machines(price: Any, tables: dict[str, str]) -> None:
    code, shown, _ = price(*tables.values(), "--quiet", "--json")
    assert code == 10
    first, second, total = (json.loads(line) for line in shown.splitlines())
    assert (first["sku"], first["lowest_fen"], first["pieces"]) == ("1001", 6900, 4)
    assert [step["total_fen"] for step in first["steps"]] == [39600, 27600]
    assert [each["what"] for each in first["wrong"]] == ["below_floor", "unlimited"]
    assert first["exposed_fen"] == total["exposed_fen"] == 1_000_000
    assert (second["sku"], second["wrong"], second["unknown"]) == (
        "1002",
        [],
        ["deals"],
    )
    assert (total["summary"], total["skus"], total["wrong"]) == (True, 2, 1)
    assert total["unread"][0]["row"] == 5


def test_nothing_wrong_ends_with_0(price: Any, tables: dict[str, str]) -> None:
    code, shown, _ = price(tables["prices"], tables["sku_facts"], "--quiet")
    assert code == 0
    assert shown.count("nothing wrong") == 2


def test_one_sku_of_the_files(price: Any, tables: dict[str, str]) -> None:
    code, shown, _ = price(*tables.values(), "--sku", "1002", "--quiet")
    assert code == 0
    assert "1001" not in shown.replace("row 5", "")
    code, _, said = price(*tables.values(), "--sku", "9", "--quiet")
    assert (code, "9" in said) == (2, True)


def test_a_single_typed_price(price: Any) -> None:
    typed = ("--sku", "1001", "--list", "129", "--plan-price", "12.9", "--usual", "119")
    code, shown, _ = price(*typed, "--floor", "89", "--stock", "500")
    assert code == 10
    assert "about a tenth of the usual deal ¥119.00" in shown
    assert "below the floor ¥89.00" in shown
    assert "¥53,050.00" in shown
    code, shown, _ = price("--list", "129", "--plan-price", "99", "--floor", "89")
    assert (code, "nothing wrong" in shown) == (0, True)
    code, shown, _ = price("--plan-price", "12.9", "--list", "129", "--json")
    assert json.loads(shown.splitlines()[0])["wrong"][0]["whose"] == "former"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "--plan-price"),
        (("--usual", "119"), "--plan-price"),
        (("--plan-price", "12,9x"), "12,9x"),
        (("--plan-price", "12.999"), "12.999"),
        (("--plan-price=-5",), "-5"),
        (("--plan-price", "5", "--stock", "many"), "many"),
        (("some.csv", "--plan-price", "5"), "--plan-price"),
    ],
)
def test_wrong_arguments_are_explained(
    price: Any, arguments: tuple[str, ...], word: str, language: str
) -> None:
    code, shown, said = price(*arguments, language=language)
    assert (code, shown) == (2, "")
    assert word in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_without_a_plan_or_prices_are_an_input_error(
    price: Any, tables: dict[str, str], language: str
) -> None:
    code, shown, said = price(tables["sku_facts"], "--quiet", language=language)
    assert (code, shown) == (3, "")
    assert "promotion_plans.csv" in said
    assert price("nowhere.csv", language=language)[0] == 3


def test_many_fine_skus_are_counted_not_listed(price: Any, tmp_path: Path) -> None:
    rows = [f"2026-11-01 10:00:00,{2000 + at},49.00,49.00\n" for at in range(30)]
    path = tmp_path / "prices_20261105.csv"
    path.write_text(PRICES.splitlines()[0] + "\n" + "".join(rows), "utf-8")
    code, shown, _ = price(str(path), "--quiet")
    assert code == 0
    assert shown.count("hold it against") == 20
    assert "besides: 10" in shown
