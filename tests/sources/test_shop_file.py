"""shop.yaml: read with lines, proposed from bills, never taken for a contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from shopwarden.errors import SettingsError
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Rate, Standing
from shopwarden.sources.proposal import propose, write_proposal
from shopwarden.sources.shop_file import load_shop_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Exports

SHOP = """\
shop: "10012345"
rates:
  - {fee: 佣金, class: 基础扣点, rate: 5%, standing: contract, since: 2026-01-01}
  - {fee: 交易服务费, rate: 0.006}
cycle: {length: 7d, standing: contract}
floors: {"1001": 39.90}
lists: {carriers: [京东快递, 顺丰]}
params:
  payments/unsettled: {grace: 48h, share: 0.25, least: 3}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.yaml"


def test_everything_is_read(path: Path) -> None:
    path.write_text(SHOP, "utf-8")
    shop = load_shop_file(path)
    since = read_moment("2026-01-01")
    assert shop.shop == "10012345"
    assert shop.rates == (
        Rate("佣金", "基础扣点", 50_000, Standing.CONTRACT, since or 0),
        Rate("交易服务费", "", 6_000, Standing.OBSERVED),
    )
    assert (shop.cycle_ms, shop.cycle_standing) == (7 * DAY_MS, Standing.CONTRACT)
    assert shop.floors_fen == {"1001": 3990}
    assert shop.lists == {"carriers": frozenset({"京东快递", "顺丰"})}
    assert shop.params == {
        "payments/unsettled": {"grace": 2 * DAY_MS, "share": 0.25, "least": 3}
    }


def test_an_empty_file_is_an_empty_shop(path: Path) -> None:
    path.write_text("# 还没有内容\n", "utf-8")
    assert load_shop_file(path).rates == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("shop: 1\nrate: []\n", 2),
        ("rates:\n  - {fee: 佣金}\n", 2),
        ("rates:\n  - fee: 佣金\n    rate: 5\n", 3),
        ("cycle: {length: 7 weeks}\n", 1),
        ('floors:\n  "1": -3\n', 2),
        ("params:\n  a/b:\n    c: nan\n", 3),
        ("rates:\n  - {fee: 佣金, rate: 5%, standing: sure}\n", 2),
        ("lists: [a]\n", 1),
    ],
)
def test_an_error_names_its_line(path: Path, text: str, line: int) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_shop_file(path)
    assert caught.value.params["line"] == line


def test_bytes_that_are_no_text_are_told(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError):
        load_shop_file(path)


def test_the_schema_describes_the_file(repository: Path) -> None:
    schema = json.loads((repository / "docs/schemas/shop.schema.json").read_text())
    text = SHOP.replace("since: 2026-01-01", 'since: "2026-01-01"')
    jsonschema.validate(yaml.safe_load(text), schema)


def bills(exports: Exports, count: int) -> None:
    commission = {
        "费用名称": "佣金",
        "收支方向": "支出",
        "应结金额": "-5.00",
        "扣点类型": "基础扣点",
        "佣金比例": "0.05",
        "订单完成时间": "2026-11-12 09:00:00",
    }
    odd = commission | {"佣金比例": "0.08"}
    exports.bill(odd, *[commission | {"订单编号": f"{n}"} for n in range(count - 1)])


def test_a_proposal_is_what_was_observed(exports: Exports, path: Path) -> None:
    bills(exports, 12)
    proposed = propose(exports.shop().facts, "88")
    assert proposed.rates == (Rate("佣金", "基础扣点", 50_000, Standing.OBSERVED),)
    assert proposed.cycle_ms == 8 * DAY_MS
    assert proposed.rate("佣金", "基础扣点") is None
    write_proposal(path, proposed)
    assert load_shop_file(path) == proposed
    marked = [
        line for line in path.read_text("utf-8").splitlines() if "observed" in line
    ]
    assert all("并非合同" in line and "not contract" in line for line in marked)
    assert len(marked) == 2


def test_few_rows_propose_nothing(exports: Exports, path: Path) -> None:
    bills(exports, 9)
    proposed = propose(exports.shop().facts)
    assert (proposed.rates, proposed.cycle_ms) == ((), None)
    write_proposal(path, proposed)
    assert load_shop_file(path) == proposed
