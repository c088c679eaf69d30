"""Incidents and look-alikes that are words: chats, remarks, listings, edits.

What it does not do: hold the words (`data/chats.yaml`, `remarks`, `pages`).

>>> WORDINGS["chat_diversion"].threat
'T1.3'
"""

from __future__ import annotations

from shopwarden.sources.sample.incidents.kind import IncidentKind

_NO_MONEY = "none"

WORDINGS = {
    "chat_diversion": IncidentKind(
        "T1.3",
        1,
        _NO_MONEY,
        "飞单：一名客服把多名买家引到私人微信",
        "Diversion: one agent moves several buyers to a private WeChat",
    ),
    "chat_secret": IncidentKind(
        "T3.4",
        1,
        _NO_MONEY,
        "客服向买家索要短信验证码和安全码",
        "An agent asks a buyer for an SMS code and the card's security code",
    ),
    "chat_scam_burst": IncidentKind(
        "T3.5",
        1,
        _NO_MONEY,
        "一天内多名买家反映冒充客服的退款诈骗，疑似信息泄露",
        "Within a day several buyers report the refund scam: a leak seen from outside",
    ),
    "chat_extortion": IncidentKind(
        "T8.3",
        1,
        _NO_MONEY,
        "买家以差评和投诉要挟赔钱",
        "A buyer demands money under threat of bad reviews",
    ),
    "chat_claimant": IncidentKind(
        "T8.2",
        1,
        _NO_MONEY,
        "疑似职业索赔：引用法条要求退一赔三、十倍赔偿",
        "A claimant quotes the law and asks for three and ten times the price",
    ),
    "chat_paid_praise": IncidentKind(
        "T2.2",
        1,
        _NO_MONEY,
        "客服以返现换好评",
        "An agent offers cash for five stars",
    ),
    "chat_fake_staff": IncidentKind(
        "T6.1",
        1,
        _NO_MONEY,
        "冒充平台人员，要求扫码缴纳保证金",
        "Somebody poses as platform staff and wants a deposit by QR code",
    ),
    "chat_goodwill": IncidentKind(
        "T1.8",
        1,
        _NO_MONEY,
        "客服在平台外给买家转补偿款",
        "An agent pays a buyer compensation outside JD",
    ),
    "remark_personal": IncidentKind(
        "T3.3",
        2,
        _NO_MONEY,
        "商家备注里明文写了个人信息",
        "A seller's remark holds personal data in plain text",
    ),
    "remark_link": IncidentKind(
        "T6.2",
        1,
        _NO_MONEY,
        "订单备注里有外部链接，诱导客服点击",
        "An order remark holds an outside link, bait for the staff",
    ),
    "listing_absolute": IncidentKind(
        "T7.1",
        2,
        _NO_MONEY,
        "商品页使用绝对化用语",
        "A listing uses absolute terms",
    ),
    "listing_void_clause": IncidentKind(
        "T7.4",
        2,
        _NO_MONEY,
        "商品页写了无效的格式条款",
        "A listing holds a void clause",
    ),
    "listing_contact_added": IncidentKind(
        "T7.8",
        1,
        _NO_MONEY,
        "有账号在凌晨把微信号加进商品页",
        "At night an account put a WeChat contact into a listing",
    ),
}

# kind → why it is lawful, in Chinese and in English.
HARMLESS = {
    "payment_warning": (
        "客服提醒买家不要加微信、不要私下转账",
        "The agent warns the buyer against WeChat contacts and private transfers",
    ),
    "wechat_in_cashier": (
        "在京东收银台用微信支付，属于平台内付款",
        "WeChat Pay at JD's own checkout is payment on the platform",
    ),
    "refund_on_jd": (
        "通过京东的赔付渠道补偿买家",
        "Compensation through JD's own channel",
    ),
    "code_warning": (
        "客服提醒买家不要把验证码给别人",
        "The agent warns the buyer not to give the SMS code away",
    ),
    "legal_question": (
        "买家提到法院，只是说工作单位",
        "The buyer mentions a court as a place of work",
    ),
}
