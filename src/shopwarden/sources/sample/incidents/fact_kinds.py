"""Incidents that parcels, after-sales, accounts, prices and claims show.

What it does not do: make them happen (`groups`, `scenes`, `team_scenes`,
`goods_scenes`, `claim_scenes`).

>>> FACT_KINDS["brush_orders"].threat
'T2.1'
"""

from __future__ import annotations

from shopwarden.sources.sample.incidents.kind import IncidentKind

_NO_MONEY = "none"
_REFUNDED = "refunded on these orders"


def _kind(
    threat: str, zh: str, en: str, *also: str, amount: str = _NO_MONEY
) -> IncidentKind:
    return IncidentKind(threat, 1, amount, zh, en, also)


_ORDER_KINDS = {
    "brush_orders": _kind(
        "T2.1",
        "刷单：同地址几部手机集中下单，包裹很轻，评价雷同",
        "Brushing: one address, few phones, light parcels, one review's words",
        "T2.5",
    ),
    "review_copied": _kind(
        "T2.1",
        "刷好评：几名买家的长评一字不差",
        "Brushing: long reviews of several buyers in the very same words",
    ),
    "empty_parcel": _kind(
        "T2.5",
        "空包：揽收重量不到商品重量的两成",
        "Empty parcels: scanned at under 20 % of the goods' weight",
        "T2.1",
    ),
    "fake_shipment": _kind(
        "T2.5",
        "虚假发货：发货后一天以上没有揽收",
        "False shipment: no first scan a day and more after shipping",
    ),
    "waybill_reused": _kind(
        "T2.5",
        "同一运单号用在几名买家的订单上",
        "One waybill on the orders of several buyers",
    ),
    "wrong_city": _kind(
        "T2.5", "签收城市不是收货城市", "Signed for in another city than ordered"
    ),
    "other_sender": _kind(
        "T2.4",
        "代发：寄件人不是本店，买家问怎么是别的平台发的",
        "The sender is another shop, and a buyer asks about another platform",
        "T2.7",
    ),
    "late_dispatch": _kind(
        "T2.6", "延迟发货，甚者超过一周", "Shipped after the promise, some by a week"
    ),
    "scalper": _kind(
        "T5.3",
        "黄牛：同一地址多个账号，超限购三倍买走热销品",
        "Scalpers: one address, many accounts, over three times the limit",
        "T2.7",
    ),
    "order_surge": _kind(
        "T5.13",
        "一小时内一个冷门商品订单暴增",
        "A SKU that sells little sells many in an hour",
    ),
}

_AFTER_SALE_KINDS = {
    "refund_only_abuse": _kind(
        "T5.5",
        "一个买家一个月内多次仅退款",
        "One buyer, several refunds without a return in a month",
        amount=_REFUNDED,
    ),
    "picture_reused": _kind(
        "T8.4",
        "几名买家用同一张图申请仅退款",
        "Several buyers ask for refunds with the same picture",
        "T5.5",
        amount=_REFUNDED,
    ),
    "return_swapped": _kind(
        "T5.6",
        "掉包或空包退货：重量差太多、序列号不符",
        "Swapped or empty returns: the weight or the serial number differs",
        amount=_REFUNDED,
    ),
    "serial_returner": _kind(
        "T5.7",
        "一个买家下单多、退货六成以上",
        "One buyer orders much and returns 60 % and more",
        amount=_REFUNDED,
    ),
    "insurance_farming": _kind(
        "T5.7",
        "同一地址一周内多笔退货，疑似骗运费险",
        "Several returns to one address in a week: freight insurance farmed",
        amount=_REFUNDED,
    ),
    "not_received": _kind(
        "T5.9",
        "已签收却多次称未收到货",
        "Repeated claims that signed parcels were not received",
        amount=_REFUNDED,
    ),
    "refund_before_return": _kind(
        "T1.7",
        "退货未入库就已退款",
        "Refunded before the goods came back",
        amount=_REFUNDED,
    ),
    "review_harassed": _kind(
        "T2.10",
        "差评后客服一天内反复发消息，乃至辱骂",
        "After a bad review an agent keeps writing to the buyer, and insults",
    ),
    "address_changed": _kind(
        "T5.4",
        "改地址诈骗：发货后改址，或高价单跨省改址且非咚咚提出",
        "Address changed after shipping, or far away, dear and not asked in the chat",
    ),
}

_TEAM_KINDS = {
    "payee_changed": _kind(
        "T1.9",
        "提现账户变更，未复核；甚者新设备操作后立即提走",
        "Payee changed with no second signature; then money withdrawn to it",
        "T6.5",
        amount="withdrawn to the new account",
    ),
    "bulk_export": _kind(
        "T3.1",
        "批量导出买家信息：非导出岗位，或深夜大量",
        "Buyers' data exported in bulk by those who need none, or at night",
    ),
    "leaver_export": _kind(
        "T3.1",
        "离职前两周内导出买家信息",
        "Buyers' data exported within two weeks before leaving",
    ),
    "joiner_export": _kind(
        "T6.6",
        "入职两周内导出买家信息，疑似卧底",
        "Buyers' data exported within two weeks of joining: a planted hire",
        "T3.1",
    ),
    "decrypt_spree": _kind(
        "T3.2",
        "一小时内查看明文太多，没有对应的处理",
        "Too many plain views in an hour, and nothing handled",
    ),
    "grant_excess": _kind(
        "T3.7",
        "应用授权超出需要，或长期不用未收回",
        "Apps that may read more than they need, or are no longer used",
    ),
    "grant_expired": _kind(
        "T4.6",
        "授权已到期的应用仍在调用",
        "An app whose grant has run out still calls",
    ),
    "abroad_export": _kind(
        "T3.9",
        "含明文的买家信息发往境外",
        "Buyers' data in plain view sent abroad",
    ),
    "credential_stuffing": _kind(
        "T4.1",
        "撞库：短时间多次登录失败，之后登录成功",
        "Many refused sign-ins in minutes, then one that succeeds",
    ),
    "account_shared": _kind(
        "T4.2",
        "账号共用：一天三台设备，或异地瞬移",
        "A shared account: three devices a day, or impossible travel",
    ),
    "leaver_sign_in": _kind(
        "T4.3",
        "离职后账号仍登录",
        "A leaver's account signs in",
    ),
    "stale_account": _kind(
        "T4.3",
        "启用的账号很久无人登录",
        "An active account that nobody has used for long",
    ),
    "too_much_power": _kind(
        "T4.4",
        "非店主账号集资金、导出、商品权限于一身；管理员太多",
        "Money, exports and listings in one hand; too many administrators",
    ),
    "rebound_phone": _kind(
        "T4.5",
        "换绑手机或关闭保护后三天内做敏感操作",
        "Phone rebound or protection off, then a sensitive operation",
    ),
    "weak_sign_in": _kind(
        "T4.5",
        "账号未开二次验证，或几人绑定同一手机",
        "No second factor, or one phone for several accounts",
    ),
    "chat_attachment": _kind(
        "T4.7",
        "陌生买家发来可执行文件或压缩包",
        "A stranger sends a program or an archive in the chat",
        "T6.3",
    ),
    "stock_tampered": _kind(
        "T5.11",
        "凌晨由排班外账号批量改价改库存",
        "Prices and stock of many SKUs changed at night, off the roster",
    ),
    "edit_without_role": _kind(
        "T7.8",
        "无商品权限的账号十分钟内改了二十多个商品",
        "An account without the right edits over 20 SKUs in ten minutes",
    ),
    "training_gap": _kind(
        "T6.7",
        "员工没有学过任何课程，或学过已过期",
        "A colleague has taken no lesson, or all have run out",
    ),
    "drill_caught": _kind(
        "T6.1",
        "演练中两次上当",
        "Caught in both drills",
    ),
    "chat_buyer_lure": _kind(
        "T1.2",
        "买家诱导客服线下交易，随后取消订单",
        "A buyer lures the agent off the platform, then cancels",
    ),
}

_GOODS_KINDS = {
    "plan_below_floor": _kind(
        "T5.12",
        "促销计划叠加后低于底价",
        "Planned promotions stack below the floor",
    ),
    "plan_digit_lost": _kind(
        "T5.2",
        "促销计划少填一位，价格成了十分之一",
        "A planned price lacks a digit",
    ),
    "reference_price": _kind(
        "T7.2",
        "划线价未注明且高于七天内最低成交价，或先提后降",
        "An unnamed reference price above the week's deals, or raised, then cut",
    ),
    "front_price": _kind(
        "T7.3",
        "列表价低于详情价",
        "The price in the list is lower than on the page",
    ),
    "promise_missed": _kind(
        "T7.6",
        "承诺发货时效快于实际",
        "The promised dispatch is faster than the actual one",
    ),
    "paper_expires": _kind(
        "T2.8",
        "资质临近到期或已过期",
        "A licence or authorisation runs out, or has",
    ),
    "notice_missed": _kind(
        "T2.9",
        "平台预警逾期处理或无人处理",
        "A warning of JD handled late, or not at all",
    ),
    "dispute_missed": _kind(
        "T8.1",
        "纠纷举证逾期，或期限将到仍未举证",
        "Evidence filed after the time limit, or not yet just before it",
    ),
    "thin_evidence": _kind(
        "T8.5",
        "举证期限过半，材料不齐",
        "Half of the time is over and evidence is missing",
    ),
    "appeal_lost": _kind(
        "T8.6",
        "败诉后申诉期已过或将过",
        "A dispute lost, and the window for appeal closed or closing",
    ),
    "proof_reused": _kind(
        "T8.4",
        "两起纠纷用同一张图",
        "Two disputes with the same picture",
    ),
}

FACT_KINDS = {**_ORDER_KINDS, **_AFTER_SALE_KINDS, **_TEAM_KINDS, **_GOODS_KINDS}
