"""The kinds of incidents and of benign look-alikes, with threat and words.

`threat` is the number in the threat catalogue, empty where the incident is a
defect of the data and not a threat. `amount` says what `amount_fen` counts.

What it does not do: make them happen (`bursts`, `faults`, `billing`; `chats`,
`remarks`, `pages`).

>>> KINDS["unsettled"].threat
'T1.6'
"""

from __future__ import annotations

from shopwarden.sources.sample.incidents.fact_kinds import FACT_KINDS
from shopwarden.sources.sample.incidents.kind import IncidentKind
from shopwarden.sources.sample.incidents.lookalikes import LOOKALIKES
from shopwarden.sources.sample.incidents.wordings import HARMLESS, WORDINGS

KINDS = {
    "unsettled": IncidentKind(
        "T1.6",
        8,
        "net of the lines that are missing; gross_fen: receivable + freight + service",
        "漏结：订单已完成超过结算周期 7 天以上，账单中没有一行",
        "Finished more than 7 days past the cycle, and not one bill line",
    ),
    "short_paid": IncidentKind(
        "T1.6",
        6,
        "goods money missing",
        "少结：货款低于订单应收",
        "The goods line is lower than the order's receivable",
    ),
    "late_settlement": IncidentKind(
        "T1.6",
        5,
        "net of the lines that came late",
        "迟结：到账晚于结算周期加宽限",
        "Settled later than the cycle and the grace allow",
    ),
    "duplicate_fee": IncidentKind(
        "T1.6",
        4,
        "the fee charged a second time",
        "重复结算：同一笔费用扣了两次",
        "One fee was charged twice",
    ),
    "duplicate_income": IncidentKind(
        "T1.6",
        2,
        "goods money paid a second time, which JD may take back",
        "重复结算：同一笔货款结了两次",
        "One goods line was paid twice",
    ),
    "over_charged": IncidentKind(
        "T1.10",
        4,
        "charged beyond the stated rate",
        "佣金金额高于其所列比例应收的金额",
        "A commission higher than its own stated rate gives",
    ),
    "wrong_rate": IncidentKind(
        "T1.10",
        1,
        "commission beyond the contract's rate, settled and pending lines",
        "某扣点类型的佣金比例自某日起高于合同",
        "From one day on, a class's commission is above the contract",
    ),
    "unknown_fee": IncidentKind(
        "T1.10",
        3,
        "the fee",
        "账单出现没有说明的费用名称",
        "A fee of a kind that no document names",
    ),
    "foreign_rows": IncidentKind(
        "T1.12",
        2,
        "net of the foreign rows",
        "串店：账单里有别的店铺的订单",
        "Bill rows of another shop's order",
    ),
    "refund_above_paid": IncidentKind(
        "T1.7",
        3,
        "refunded beyond the goods money",
        "退款超过买家实付",
        "Refunded more than was paid",
    ),
    "refunded_twice": IncidentKind(
        "T1.7",
        3,
        "the second refund",
        "同一商品行退款两次",
        "The same line was refunded twice",
    ),
    "refund_unpaid": IncidentKind(
        "T1.7",
        2,
        "the refund",
        "未付款已取消的订单出现退款",
        "A refund on an order that was cancelled before payment",
    ),
    "wallet_changed": IncidentKind(
        "T1.9",
        1,
        "net of the rows that name the new wallet",
        "结算钱包账户变更",
        "Settlement goes to another wallet account",
    ),
    "price_error": IncidentKind(
        "T5.2",
        1,
        "list price less what it was sold for",
        "乌龙价：商品以十分之一的价格被抢购",
        "A SKU sold at a tenth of its price, many orders in minutes",
    ),
    "coupon_gang": IncidentKind(
        "T5.1",
        1,
        "the seller's discounts",
        "羊毛党：多个账号十分钟内大额优惠下单",
        "Many buyers, minutes apart, at over 70 % discount",
    ),
    "coupon_buyer": IncidentKind(
        "T5.1",
        1,
        "the seller's discounts",
        "羊毛党：一个账号十分钟内多次大额优惠下单",
        "One buyer, many orders in minutes, at over 70 % discount",
    ),
    "bulk_refund_buyer": IncidentKind(
        "T5.8",
        1,
        "receivable of the orders refunded",
        "恶意下单：一个账号集中下单后集中退款",
        "One buyer's burst of orders, then refunded within a day",
    ),
    "bulk_refund_sku": IncidentKind(
        "T5.8",
        1,
        "receivable of the orders refunded",
        "恶意下单：多个账号集中拍一个商品后集中退款",
        "Many buyers' burst on one SKU, then refunded within a day",
    ),
    "hoarding": IncidentKind(
        "T1.5",
        1,
        "receivable of the unpaid orders",
        "恶意拍单：一个账号大量拍下不付款",
        "One buyer holds stock with unpaid orders",
    ),
    "stacked_promotion": IncidentKind(
        "T5.12",
        1,
        "floor less what it was sold for",
        "优惠叠加：成交单价低于底价",
        "Stacked promotions sell below the floor",
    ),
    "two_totals": IncidentKind(
        "",
        1,
        "the difference of the two totals",
        "坏行：同一订单导出了两个订单金额",
        "Bad row: one order exported with two totals",
    ),
    "damaged_id": IncidentKind(
        "",
        1,
        "none",
        "坏行：订单号被 Excel 损坏（副本文件）",
        "Bad row: an order number damaged by Excel, in a copied file",
    ),
    **WORDINGS,
    **FACT_KINDS,
}

# kind → why it is lawful, in Chinese and in English.
BENIGN = {
    "campaign_burst": (
        "11.11 零点的正常抢购，正常活动价",
        "The rush at midnight of 11.11, at a normal campaign price",
    ),
    "company_purchase": (
        "企业采购：一个买家买很多件，正常价",
        "A company buys many pieces, at a normal price",
    ),
    "full_refund": (
        "正常全额退款，退还佣金",
        "A lawful full refund, commission returned",
    ),
    "partial_refund": (
        "正常部分退款，按比例退还佣金",
        "A lawful partial refund, its share of the commission returned",
    ),
    "price_protection": ("价保小额退款", "A small price-protection refund"),
    "late_within_grace": (
        "到账晚几天，仍在宽限之内",
        "Settled some days late, within the grace",
    ),
    "announced_rate": (
        "佣金比例自约定日起变更，合同（shop.yaml）已载明",
        "The commission changed on the day the contract (shop.yaml) names",
    ),
    "affiliate_rate": (
        "联盟推广佣金逐单不同，账单列明比例",
        "Affiliate commission differs from order to order, each states its rate",
    ),
    "freight_insurance": (
        "运费险按单定额",
        "Freight insurance is a flat amount an order",
    ),
    **HARMLESS,
    **LOOKALIKES,
}
