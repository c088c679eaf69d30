from __future__ import annotations

import pytest

from shopwarden.engine.identify import SpanType, identify


def names(text: str) -> list[str]:
    spans = identify([text])[0]
    return [text[s.start : s.end] for s in spans if s.type is SpanType.NAME]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("收件人：李秀英", "李秀英"),
        ("收貨人：陳美玲 電話", "陳美玲"),
        ("联系人 王建国13900000001", "王建国"),
        ("我叫欧阳子涵", "欧阳子涵"),
        ("我是孙晓明，上次买的", "孙晓明"),
        ("户名:时小明", "时小明"),
        ("收件人改成李秀英", "李秀英"),
        ("李秀英女士您好", "李秀英"),
        ("麻烦改成我妈李秀英收，电话不变", "李秀英"),
        ("我老婆叫王芳芳", "王芳芳"),
        ("已由张国栋代收", "张国栋"),
        ("请寄给阿依古丽·买买提收", "阿依古丽·买买提"),
        ("李秀英 13900000001", "李秀英"),
        ("13900000001李秀英", "李秀英"),
        ("孙丽，139 0000 0016", "孙丽"),
        ("5栋1单元1203 陈晓", "陈晓"),
        ("Recipient: Li Xiuying, phone 13900000002", "Li Xiuying"),
        ("my name is John Smith.", "John Smith"),
        ("收件人：Tom Lee", "Tom Lee"),
    ],
)
def test_found(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "王女士您好，您的订单已发货",
        "联系人：陈经理",
        "收件人：王*明",
        "高兴收到您的来信，马上发货",
        "黄金会员可以享受优惠",
        "常用地址 常先生 高兴先生",
        "请张师傅送上楼 安排张师傅上门",
        "给马桶换个盖 找方法 由于天气",
        "请提供收件人姓名和电话",
        "我是新用户，我是任何时候都可以",
        "司马相如的书 李宁运动鞋 王老吉凉茶",
        "快递被门卫签收了",
        "Dear customer service team",
    ],
)
def test_not_a_name(text: str) -> None:
    assert names(text) == []
