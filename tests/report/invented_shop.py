"""An invented shop's screening, rich enough to draw every part of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.report.invented_findings import (
    AS_OF,
    BILLS,
    ORDERS,
    RULES,
    all_findings,
    moment,
    text,
)

from shopwarden.records.moment import DAY_MS
from shopwarden.records.problem import Extent, Problem
from shopwarden.screening.group import group
from shopwarden.screening.result import (
    FileRead,
    MoneySummary,
    NotEvaluated,
    ShopScreening,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.finding import Finding


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
