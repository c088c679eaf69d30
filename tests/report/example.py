"""An invented shop's screening, rich enough to draw every part of a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shopwarden.engine.finding import (
    Evidence,
    Finding,
    Lane,
    Severity,
    Stake,
    StakeKind,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS, SECOND_MS, read_moment
from shopwarden.records.problem import Extent, Problem
from shopwarden.records.schema import Kind
from shopwarden.screening.group import group
from shopwarden.screening.result import (
    FileRead,
    MoneySummary,
    NotEvaluated,
    RuleCard,
    ShopScreening,
)
from shopwarden.words import Bilingual, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    "payments/unsettled": rule(
        "到期订单没有结算", "Finished orders were not settled", "T1.6"
    ),
    "payments/fee_rate": rule(
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
                "payments/unsettled",
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
            "payments/fee_rate",
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


def money() -> MoneySummary:
    reasons = (
        (text("佣金", "Commission"), 2130, 9_734_250),
        (text("交易服务费", "Transaction service fee"), 2130, 1_168_110),
        (text("退款", "Refunds"), 96, 1_731_400),
        (text("广告联合活动降扣佣金", "Joint advertising commission"), 380, 842_017),
        (text("运费保险服务费", "Freight insurance"), 1804, 360_800),
        (text("代收配送费差额", "Freight collected"), 12, -14_400),
        (text("售后卖家赔付费", "Seller's compensation"), 9, 41_000),
        (text("返利框架费", "Rebate frame fee"), 11, 18_220),
        (text("未到结算期", "Not due yet"), 240, 31_220_300),
        (text("政府补贴", "Government share"), 3, 30_000),
    )
    due = 214_685_044
    pending, remainder = 18_250_730, 1_012_345
    settled = due - pending - remainder - sum(fen for _, _, fen in reasons)
    today = moment("2026-11-20 00:00:00")
    days = [(today - 3 * DAY_MS, 120_400), (today, 3_911_012)]
    days += [(today + n * DAY_MS, 2_100_000 - 190_000 * n) for n in range(1, 9)]
    return MoneySummary(
        due_fen=due,
        settled_fen=settled,
        pending_fen=pending,
        remainder_fen=remainder,
        not_due_fen=31_220_300,
        orders=2410,
        reasons=reasons,
        due_by_day=tuple(days),
        overdue_fen=1_004_107,
    )


def problems() -> tuple[Problem, ...]:
    amount = text("金额读不出来", "The amount cannot be read")
    hint = text(
        "请在原表里改成数字后重新导出", "Correct it in the source and export again"
    )
    rows = [Problem(BILLS, row, "金额", amount, hint) for row in range(40, 80, 3)]
    short = text("ZIP 文件不完整", "The ZIP file is cut short")
    again = text("请重新下载", "Download it again")
    foreign = text(
        "{orders} 行属于别的店铺", "{orders} rows are of another shop", orders=2
    )
    return (
        *rows,
        Problem("未完成下载.zip", 0, "", short, again, Extent.FILE),
        Problem(BILLS, 0, "", foreign, hint, Extent.NOTE),
    )


def left_open() -> tuple[NotEvaluated, ...]:
    wallet = text("结算单里没有钱包账户一列", "The bills have no column for the wallet")
    menu = text(
        "导出「新版结算工作簿」：商家后台-财务-对账中心（菜单路径未核实）",
        "Export “the new settlement workbook”: back office – finance –"
        " reconciliation centre (menu path unverified)",
    )
    chat = text("没有聊天记录", "There is no chat export")
    none = text("本版还不能读取咚咚聊天记录", "This version does not read chats yet")
    return (
        NotEvaluated(
            "payments/payee_changed",
            text("收款账户变更", "Payee changed"),
            2130,
            wallet,
            menu,
        ),
        NotEvaluated(
            "payments/off_platform",
            text("引导站外付款", "Off-platform payment"),
            0,
            chat,
            none,
        ),
    )


def files() -> tuple[FileRead, ...]:
    start, end = moment("2026-09-01 00:00:00"), moment("2026-11-19 00:00:00")
    stated = text("文件名写明「已结算」", "The file name says settled")
    nothing = text("不适用", "does not apply")
    return (
        FileRead(
            ORDERS, text("订单导出", "Order export"), 2460, 2460, start, end, nothing
        ),
        FileRead(
            BILLS, text("结算明细", "Settlement lines"), 9120, 9106, start, end, stated
        ),
    )


def screening(findings: Iterable[Finding] | None = None) -> ShopScreening:
    found = all_findings() if findings is None else list(findings)
    return ShopScreening(
        shop="10000001",
        name="青梧家居示例旗舰店",
        as_of=AS_OF,
        incidents=group(found, RULES, AS_OF),
        not_evaluated=left_open(),
        money=money(),
        files=files(),
        problems=problems(),
        notes=(
            text(
                "11 月 12 日没有订单，请确认导出是否完整",
                "There are no orders on 12 Nov; check the export",
            ),
        ),
        rules={name: each.card for name, each in RULES.items()},
    )
