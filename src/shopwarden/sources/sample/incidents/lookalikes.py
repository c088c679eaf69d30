"""Look-alikes of the daily round: kind → why it is lawful, zh and en.

What it does not do: make them (`team`, `trade`, `incidents`).

>>> sorted(LOOKALIKES)[0]
'address_asked'
"""

LOOKALIKES = {
    "merged_parcel": (
        "同一买家拆开的两单合装一个包裹，运单号相同",
        "Two orders split from one went in one parcel, under one waybill",
    ),
    "forgotten_password": (
        "输错密码几次后登录成功，设备和地点照旧",
        "A few mistyped passwords, from the usual device and place",
    ),
    "new_phone": (
        "员工换新手机，换绑有人复核，此后没有敏感操作",
        "A new phone, rebound with a second signature and nothing sensitive after it",
    ),
    "pooled_night": (
        "登记过的夜班共用账号，两人两地先后登录",
        "The registered night account, used by two people from two towns",
    ),
    "address_asked": (
        "买家在咚咚提出改地址，同省，发货之前",
        "The buyer asked in the chat, same province, before shipping",
    ),
    "left_in_time": (
        "离职当天账号已停用",
        "The account was closed on the last day of work",
    ),
    "joined": ("新员工入职开通账号", "An account opened for a new colleague"),
    "packing_list": (
        "大促装箱单：导出量大，有复核",
        "Packing lists of the campaign: many rows, signed for",
    ),
    "month_end_export": (
        "月初财务导出账单，不含个人信息明文",
        "Finance exports the month's bills, with no personal data in plain view",
    ),
    "group_buy": (
        "同事拼单：同一单位地址，各用各的手机",
        "Colleagues buy together: one address, a phone each",
    ),
    "part_parcel": (
        "分两箱发出，这一箱较轻",
        "Sent in two boxes, of which this is the light one",
    ),
    "slow_scan": (
        "承运商揽收慢，仍在一天之内",
        "The carrier scans late, but within a day",
    ),
    "nearly_late": ("临近承诺时间才发货", "Shipped shortly before the promise ends"),
    "family_orders": (
        "一家人各下一单，收货地址相同",
        "A family orders to one address",
    ),
    "pickup_point": (
        "驿站地址，许多买家共用",
        "A pick-up point that many buyers use",
    ),
    "licensed_reseller": (
        "有授权的经销商，按月拿货",
        "A licensed reseller who buys every few weeks",
    ),
    "two_refunds": (
        "一个买家两次仅退款，商品确有破损",
        "One buyer, two refunds without a return, for real damage",
    ),
    "packing_left_out": (
        "退货没带外箱，略轻",
        "Returned without the outer box, a little lighter",
    ),
    "some_returns": (
        "一个买家六单退两单",
        "One buyer returns two of six orders",
    ),
    "moved_house": (
        "买家搬家，咚咚里提出跨省改址，金额不大",
        "A buyer moved: far, but asked for in the chat and not dear",
    ),
    "few_exports": (
        "客服导出少量咚咚记录",
        "An agent exports a few chats",
    ),
    "head_office_report": (
        "发给境外总部的汇总报表，不含个人信息",
        "A report for head office abroad, with nobody's data",
    ),
    "returns_desk": (
        "退货高峰，售后查看收货信息较多，都有处理",
        "A busy returns desk looks at many addresses and handles them all",
    ),
    "bulk_tool": (
        "运营白天用批量工具改库存，有复核",
        "Stock changed by day with the bulk tool, signed for",
    ),
    "business_trip": (
        "出差：从另一座城市登录，路上时间合理",
        "A business trip: another city, after a plausible journey",
    ),
    "paper_far": (
        "资质还有两个多月到期",
        "A paper that runs out in more than two months",
    ),
    "notice_in_time": (
        "预警在期限前一小时处理完",
        "A warning handled an hour before its limit",
    ),
    "curious_buyer": (
        "买家问能否微信付款，被婉拒后正常下单",
        "A buyer asks about paying elsewhere, is told no, and orders as usual",
    ),
    "pdf_attachment": (
        "企业买家发来采购清单 PDF",
        "A company sends its list as PDF",
    ),
    "used_last_month": (
        "应用二十多天前用过一次",
        "An app used once some three weeks ago",
    ),
}
