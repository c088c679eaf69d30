"""Invented findings of an invented shop: money, price error, gang, refunds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shopwarden.engine.finding import (
    Evidence,
    Finding,
    Lane,
    Severity,
    Stake,
    StakeKind,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS, SECOND_MS, read_moment
from shopwarden.records.schema import Kind
from shopwarden.screening.result import (
    RuleCard,
)
from shopwarden.words import Bilingual, Text


def moment(text: str) -> int:
    read = read_moment(text)
    assert read is not None
    return read


AS_OF = moment("2026-11-20 10:00:00")
ORDERS, BILLS = "订单导出20261119.csv", "已结算订单明细20261119.csv"


@dataclass(frozen=True)
class ExampleRule:
    """A rule as grouping and cards see it."""

    title: Bilingual
    within_ms: int
    threats: tuple[str, ...]
    card: RuleCard


def text(zh: str, en: str, **params: object) -> Text:
    return Text(Bilingual(zh, en), params)


def rule(
    zh: str, en: str, threat: str, *, within_ms: int = DAY_MS, path: str = ""
) -> ExampleRule:
    menu = path or "商家后台-财务-对账中心"
    steps = (
        text(
            f"在 {menu} 找到这些订单（菜单路径未核实）",
            "Find these orders in the back office (menu path unverified)",
        ),
        text(
            "把工作簿里的对应一页发给京东结算客服，并记下工单号",
            "Send the matching sheet of the workbook to JD's settlement support and"
            " note the ticket number",
        ),
        text("三个工作日没有答复就再催一次", "Ask again after three working days"),
    )
    other = (
        text("跨账期结算：下一期账单里可能会有", "Settled in the next period's bill"),
        text("平台活动的约定扣点", "A rate agreed for a platform campaign"),
    )
    card = RuleCard(
        title=text(zh, en),
        runbook=steps,
        falsepositives=other,
        severity=Severity.HIGH,
        version=2,
        threats=(threat,),
        controls=("PAY-2",),
        references=(f"Catalogue {threat}, proposed default, unverified",),
    )
    return ExampleRule(Bilingual(zh, en), within_ms, (threat,), card)


RULES = {
    "payments/settlement_missing": rule(
        "到期订单没有结算", "Finished orders were not settled", "T1.6"
    ),
    "payments/fee_off_rate": rule(
        "扣点高于应有比例", "Commission above the fair rate", "T1.8"
    ),
    "payments/refund_twice": rule("同一售后退款两次", "Refunded twice", "T1.3"),
    "monitoring/price_below_usual": rule(
        "成交价远低于平时（疑似标错价）", "Sold far below the usual price", "T5.2"
    ),
    "monitoring/shared_address_discount": rule(
        "多个买家同一地址集中低价下单",
        "Many buyers, one address, deep discounts",
        "T5.3",
    ),
    "monitoring/bulk_refund_sku": rule(
        "同一商品短期大量退款", "A wave of refunds on one SKU", "T5.8"
    ),
}

UNSETTLED = text(
    "订单 {order} 应于 {due_day} 前结算 {expected_fen}，账单中一行也没有",
    "Order {order} should have settled {expected_fen} by {due_day};"
    " no bill has a line of it",
)


def order(number: int) -> str:
    return f"31600000{number:04d}"


def seen(kind: Kind, at: int, number: int, amount: int, label: str = "") -> Evidence:
    file = BILLS if kind in (Kind.BILL_LINE, Kind.REFUND_PAID) else ORDERS
    sku = "100012345678" if kind is not Kind.SETTLEMENT_DUE else ""
    return Evidence(file, number + 2, kind, at, order(number), sku, label, amount)


def finding(
    rule_id: str, number: int, at: int, amount: int, reason: Text, **changes: object
) -> Finding:
    """A finding about one order; `changes` replace any field."""
    made = Finding(
        id=f"{sorted(RULES).index(rule_id):02d}{number:014d}",
        rule=rule_id,
        version=2,
        entity_kind="order",
        entity=order(number),
        ts=at,
        window_ms=DAY_MS,
        orders=(order(number),),
        evidence=(seen(Kind.ORDER_FINISHED, at, number, amount),),
        values={},
        reason=reason,
        nearest_miss=text("差一点：少 1 天就不会触发", "One day less would not fire"),
        stake=Stake(StakeKind.LOSS, amount),
        deadline_ms=None,
        severity=Severity.HIGH,
        lane=Lane.TODAY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace


def unsettled() -> list[Finding]:
    start = moment("2026-11-08 00:00:00")
    found = []
    for n in range(38):
        due, amount = start + n * 5 * HOUR_MS, 12900 + 731 * n
        reason = Text(
            UNSETTLED.source,
            {"order": order(n), "due_day": due, "expected_fen": amount},
        )
        found.append(
            finding(
                "payments/settlement_missing",
                n,
                due + DAY_MS,
                amount,
                reason,
                deadline_ms=due + 15 * DAY_MS,
                evidence=(
                    seen(Kind.ORDER_FINISHED, due - 7 * DAY_MS, n, amount, "完成"),
                    seen(Kind.SETTLEMENT_DUE, due, n, amount),
                ),
                values={"pattern": "no_bill"},
            )
        )
    return found


def commission() -> list[Finding]:
    at = moment("2026-11-12 11:00:00")
    reason = text(
        "订单 {order} 的佣金按 {rate_share} 扣，同类订单都是 {fair_share}，"
        "多扣 {more_fen}",
        "Order {order} paid {rate_share} commission where like orders paid"
        " {fair_share}: {more_fen} too much",
    )
    return [
        finding(
            "payments/fee_off_rate",
            100 + n,
            at + n * HOUR_MS,
            597 + n,
            Text(
                reason.source,
                {
                    "order": order(100 + n),
                    "rate_share": 0.08,
                    "fair_share": 0.05,
                    "more_fen": 597 + n,
                },
            ),
            evidence=(
                seen(Kind.BILL_LINE, at + n * HOUR_MS, 100 + n, -1592 - n, "佣金"),
            ),
            values={
                "fee": "佣金",
                "fee_class": "基础扣点",
                "rate_ppm": 80_000,
                "fair_ppm": 50_000,
            },
        )
        for n in range(14)
    ]


def price_error() -> list[Finding]:
    at = moment("2026-11-18 02:11:00")
    reason = text(
        "商品 {sku} 本单单件 {unit_fen}，平时成交价 {usual_fen}",
        "SKU {sku} sold at {unit_fen} a piece; it usually sells at {usual_fen}",
        sku="100012345678",
        unit_fen=990,
        usual_fen=29900,
    )
    return [
        finding(
            "monitoring/price_below_usual",
            200 + n,
            at + n * n * SECOND_MS // 3,
            28910,
            reason,
            entity_kind="sku",
            entity="100012345678",
            lane=Lane.RING,
            deadline_ms=moment("2026-11-20 18:00:00"),
            evidence=(
                seen(Kind.ORDER_LINE, at + n * n * SECOND_MS // 3, 200 + n, 990),
            ),
            values={"unit_fen": 990, "usual_fen": 29900, "order": order(200 + n)},
        )
        for n in range(60)
    ]


def gang() -> list[Finding]:
    """Twelve orders of the price error from one address: the same incident."""
    at = moment("2026-11-18 02:12:00")
    reason = text(
        "同一收货地址 24 小时内有 {buyers} 个买家下单，折扣均低于三折",
        "{buyers} buyers ordered to one address within 24 hours, all under 30 %",
        buyers=12,
    )
    return [
        finding(
            "monitoring/shared_address_discount",
            210 + n,
            at + n * SECOND_MS,
            28910,
            reason,
            entity_kind="address",
            entity="address #1",
            stake=Stake(StakeKind.EXPOSURE, 28910),
            evidence=(seen(Kind.ORDER_LINE, at + n * SECOND_MS, 210 + n, 990),),
        )
        for n in range(12)
    ]


def refunds() -> list[Finding]:
    at = moment("2026-11-16 09:00:00")
    wave = text(
        "商品 {sku} 近 48 小时 {ordered} 单，其中 24 小时内已退 {refunded} 单",
        "SKU {sku} had {ordered} orders in 48 hours;"
        " {refunded} were refunded within 24",
        sku="100077770001",
        ordered=22,
        refunded=18,
    )
    twice = text(
        "售后单 {after_sale} 退款两次，第二次 {amount_fen}",
        "After-sale {after_sale} was refunded twice, {amount_fen} the second time",
        after_sale="900000000077",
        amount_fen=45900,
    )
    found = [
        finding(
            "monitoring/bulk_refund_sku",
            300 + n,
            at + n * HOUR_MS,
            15900,
            wave,
            entity_kind="sku",
            entity="100077770001",
            stake=Stake(StakeKind.EXPOSURE, 15900),
            evidence=(seen(Kind.REFUND_PAID, at + n * HOUR_MS, 300 + n, 15900),),
            severity=Severity.MEDIUM,
        )
        for n in range(18)
    ]
    found.append(
        finding(
            "payments/refund_twice",
            400,
            at,
            45900,
            twice,
            deadline_ms=moment("2026-11-24 00:00:00"),
            evidence=(
                seen(Kind.REFUND_PAID, at - DAY_MS, 400, 45900),
                seen(Kind.REFUND_PAID, at, 400, 45900),
            ),
        )
    )
    return found


def quiet() -> list[Finding]:
    """Weak ones, for the weekly lane."""
    at = moment("2026-11-15 12:00:00")
    reason = text("商品 {sku} 退款 {n} 单", "SKU {sku} had {n} refunds", sku="x", n=16)
    return [
        finding(
            "monitoring/bulk_refund_sku",
            500 + n,
            at + n * SECOND_MS,
            900 * n,
            Text(reason.source, {"sku": f"10009999{n:04d}", "n": 16}),
            entity_kind="sku",
            entity=f"10009999{n:04d}",
            severity=Severity.LOW,
            stake=Stake(StakeKind.PENALTY, 900 * n),
        )
        for n in range(6)
    ]


def all_findings() -> list[Finding]:
    return [
        *unsettled(),
        *commission(),
        *price_error(),
        *gang(),
        *refunds(),
        *quiet(),
    ]
