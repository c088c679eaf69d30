"""Posture: nothing passes that no file showed, in time, with its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.practices.guide import guide_rules
from shopwarden.records.moment import read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.screening.inputs import inputs
from shopwarden.screening.posture import State, delivered
from shopwarden.screening.run import screen
from shopwarden.sources.assemble import as_of
from shopwarden.sources.intake import read_exports

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shopwarden.screening.result import ShopScreening
    from shopwarden.sources.intake import ShopFacts

RULES = guide_rules()
ORDERS = (
    "订单号,商品ID,订购数量,京东价,商家应收,订单状态,下单帐号,下单时间,付款确认时间"
)
PARCELS = "订单号,运单号,承运商,发货时间"
AFTER_SALES = "售后服务单号,订单号,商品编号,买家账号,申请时间"
EXPORTS = "导出时间,员工账号,导出内容,导出条数"
PLANS = "促销编号,促销形式,商品编号,促销价,满减门槛,减免金额,开始时间,结束时间"
SIGN_INS = "登录时间,员工账号,登录结果,登录IP"


def read(
    folder: Path, tables: Mapping[str, list[str]], *, keep_versions: bool = False
) -> ShopFacts:
    """The facts of tables given as lines, by file name."""
    for name, lines in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    tokeniser = KeyedTokeniser(b"a key of a test, 32 bytes long..")
    paths = [folder / name for name in tables]
    (shop,) = read_exports(
        paths, tokeniser=tokeniser, keep_versions=keep_versions
    ).shops
    return shop


def screened(shop: ShopFacts, now: str) -> ShopScreening:
    moment = read_moment(now)
    assert moment is not None
    return screen(shop, RULES, Reference(), moment)[0]


def state(found: ShopScreening, control: str) -> State:
    return next(s.state for s in found.posture if s.control.id == control)


def rules_that_fired(found: ShopScreening) -> set[str]:
    return {a.rule for incident in found.incidents for a in incident.alerts}


def order(number: int, placed: str) -> str:
    paid = placed.replace(":00:00", ":05:00")
    return f"3160000000{number:02d},100001,1,99,99,等待出库,b{number},{placed},{paid}"


def test_a_file_made_later_covers_nothing_of_the_past(tmp_path: Path) -> None:
    sent = [f"3160000000{n:02d},JD00{n},京东快递,2026-10-28 15:00:00" for n in (1, 2)]
    shop = read(
        tmp_path,
        {
            "订单_20261031.csv": [
                ORDERS,
                order(1, "2026-10-28 10:00:00"),
                order(2, "2026-10-28 11:00:00"),
            ],
            "发货_20261119.csv": [PARCELS, *sent],
            "导出日志_20261119.csv": [EXPORTS, "2026-10-01 10:00:00,小王,orders,5"],
        },
        keep_versions=True,
    )
    then = read_moment("2026-11-04 10:00:00")
    assert then is not None
    known = as_of(shop.facts, then)
    kinds = {told.kind for told in known.coverage}
    assert Kind.SHIPMENT not in kinds
    assert Kind.DATA_EXPORT not in kinds
    assert Kind.ORDER_PAID in kinds


def test_nothing_passes_by_files_made_after_the_moment(tmp_path: Path) -> None:
    shop = read(
        tmp_path,
        {"导出日志_20261119.csv": [EXPORTS, "2026-10-01 10:00:00,小王,orders,5"]},
    )
    assert state(screened(shop, "2026-11-10 10:00:00"), "PRI-7") is State.NOT_EVALUATED


def test_files_of_one_name_keep_their_own_times(tmp_path: Path) -> None:
    line = "2026-{} 10:00:00,小王,成功,192.0.2.1"
    tables = {
        "b/日志.csv": [SIGN_INS, line.format("11-18")],
        "a/日志.csv": [EXPORTS, "2026-05-01 10:00:00,小王,orders,5"],
    }
    moment = read_moment("2026-11-19 10:00:00")
    assert moment is not None
    for given in (tables, dict(reversed(tables.items()))):
        shop = read(tmp_path, given)
        assert delivered(shop, moment) == {Kind.SIGN_IN}


def test_a_step_without_its_column_is_not_one_that_never_happened(
    tmp_path: Path,
) -> None:
    shop = read(
        tmp_path,
        {
            "售后_20261119.csv": [
                AFTER_SALES,
                "8801,316000000001,100001,b1,2026-10-20 10:00:00",
            ],
            "发货_20261119.csv": [
                PARCELS,
                "316000000001,JD001,京东快递,2026-10-10 10:00:00",
            ],
        },
    )
    kinds = {told.kind for told in shop.facts.coverage}
    assert kinds == {Kind.AFTER_SALE_OPENED, Kind.SHIPMENT}
    fired = rules_that_fired(screened(shop, "2026-11-19 10:00:00"))
    assert not fired & {"disputes/after_sale_missed", "policies/first_scan_missing"}


def test_a_plan_nobody_can_price_is_no_good_plan(tmp_path: Path) -> None:
    plan = "P1,full_reduction,100009,,200,150,2026-11-01 00:00:00,2026-12-01 00:00:00"
    shop = read(tmp_path, {"促销计划_20261119.csv": [PLANS, plan]})
    found = screened(shop, "2026-11-19 10:00:00")
    left_open = {each.rule: each.facts for each in found.not_evaluated}
    assert left_open["monitoring/plan_below_floor"] == 1
    assert left_open["monitoring/plan_below_usual"] == 1


def test_a_control_whose_rule_decided_nothing_does_not_pass(tmp_path: Path) -> None:
    """The plan began 18 days ago, and its price is not known."""
    plan = "P1,full_reduction,100009,,200,150,2026-11-01 00:00:00,2026-12-01 00:00:00"
    sold = [order(n, "2026-11-18 10:00:00") for n in (1, 2)]
    tables = {
        "促销计划_20261119.csv": [PLANS, plan],
        "订单_20261119.csv": [ORDERS, *sold],
    }
    moment = read_moment("2026-11-19 10:00:00")
    assert moment is not None
    floors = Reference(floors_fen={"100001": 5000, "100009": 5000})
    found, _ = screen(read(tmp_path, tables), RULES, floors, moment)
    assert state(found, "MON-2") is State.NOT_EVALUATED


def test_what_a_clock_or_column_in_a_feature_stands_on_is_an_input() -> None:
    by_id = {rule.id: inputs(rule) for rule in RULES}
    assert Kind.SHIPMENT in by_id["policies/dispatch_severe"]
    assert Kind.ORDER_LINE in by_id["monitoring/plan_below_usual"]
    assert Kind.ORDER_LINE in by_id["transparency/promise_missed"]
    assert Kind.NOTICE_ANSWERED in by_id["policies/notice_missed"]
    assert Kind.DISPUTE_ANSWERED in by_id["disputes/dispute_missed"]
    assert Kind.APPEAL_FILED in by_id["disputes/appeal_missed"]
