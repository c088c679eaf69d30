from __future__ import annotations

import pytest

from shopwarden.engine.identify import identify


def found(text: str) -> list[tuple[str, str]]:
    return [(s.type.value, text[s.start : s.end]) for s in identify([text])[0]]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("发票请发到bb01@foxmail.com谢谢", "email", "bb01@foxmail.com"),
        ("a.b@qq.com", "email", "a.b@qq.com"),
        ("A.B＠QQ.COM", "email", "A.B＠QQ.COM"),
        ("发到a b c@qq点com", "email", "a b c@qq点com"),
        ("abc艾特qq.com", "email", "abc艾特qq.com"),
        ("abc@qq。com", "email", "abc@qq。com"),
        ("mail li.wei at example dot com please", "email", "li.wei at example dot com"),
        ("护照E12345678", "passport", "E12345678"),
        ("passport: EA1234567", "passport", "EA1234567"),
        ("护照号码是G12345678", "passport", "G12345678"),
        ("E87654321", "passport", "E87654321"),
        ("车牌粤B12345", "plate", "粤B12345"),
        ("京A·D12345", "plate", "京A·D12345"),
        ("加微信abc_12345", "wechat_id", "abc_12345"),
        ("vx:hello2020", "wechat_id", "hello2020"),
        ("微 信：zhangsan", "wechat_id", "zhangsan"),
        ("加V: abc123456，便宜50", "wechat_id", "abc123456"),
        ("薇❤️：li_88888", "wechat_id", "li_88888"),
        ("QQ 12345678", "qq_id", "12345678"),
        ("扣扣：一二三四五六七八", "qq_id", "一二三四五六七八"),
    ],
)
def test_found(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "客服@小明 5@9.9元 logo@2x.png",
        "a***@qq.com",
        "批号E20240101 型号E12345678",
        "G12345678",  # no cue
        "全新K12345型号 白云B12345",
        "微信支付 wechat pay please 微信转账",
        "wechat payment is not possible",
        "扣123456",
        "qq音乐 企鹅公仔",
    ],
)
def test_not_personal(text: str) -> None:
    assert found(text) == []


def test_a_mobile_after_a_wechat_cue_is_a_mobile() -> None:
    assert found("微信13900000001") == [("mobile", "13900000001")]
