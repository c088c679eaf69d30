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
}
