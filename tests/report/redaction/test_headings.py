"""Headings: whose columns are replaced whole, and placeholders' forms."""

from __future__ import annotations

from typing import Literal

import pytest

from shopwarden.engine.identify import Redactor, Span, SpanType
from shopwarden.report.redaction.cover import Cover
from shopwarden.report.redaction.headings import FREE, KEPT, is_showable, meaning

MEANINGS = {
    "name": "收货人 收货人姓名 姓名 联系人 *收件人 客户姓名 receiver_name Consignee",
    "mobile": "联系电话 手机 手机号码 联系方式 Phone mobile 电话1 买家手机号(必填)",
    "address": "客户地址 收货地址 详细地址 address 家庭住址 shipping_address",
    "resident_id": "身份证 身份证号 收件人身份证号码 证件号码",
    "email": "邮箱 电子邮箱 email E-mail 买家邮箱",
    "wechat_id": "微信 微信号 wechat",
    "buyer": "下单帐号 buyer_id 买家会员名 会员名 昵称 用户名",
    "wallet": "钱包账户 支付宝账号",
    "bank_card": "银行卡号 收款账号 卡号",
    KEPT: "订单号 父单号 运单号 商品编号 SKU 订单金额 下单时间 订购数量 佣金比例",
    FREE: "备注 商品名称 手机型号 店铺名称 手机壳 网址 订单备注 IP地址 描述 品牌",
}


@pytest.mark.parametrize("kind", MEANINGS)
def test_meaning(kind: str) -> None:
    told = {heading: meaning(heading) for heading in MEANINGS[kind].split()}
    assert told == dict.fromkeys(told, kind)


def test_only_known_headings_are_shown() -> None:
    assert is_showable("收货人")
    assert is_showable("买家备注")
    assert not is_showable("李示例")
    assert not is_showable("13900000001")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SpanType)
def test_placeholders_are_those_of_the_engine(
    language: Literal["zh", "en"], kind: SpanType
) -> None:
    theirs = Redactor(language).replace("13900000001", [Span(0, 11, kind, "weak")])
    assert Cover(language).placeholder(kind.value, "13900000001") == theirs


def test_cells_of_persons_columns() -> None:
    cover = Cover("zh")
    texts = [
        "李示例",
        "",
        "无",
        "王*明",
        "[姓名1]",
        " 李 示 例 ",
        "null",
        "AAR" + "a" * 48,
    ]
    assert cover.wholes("name", texts) == [
        "[姓名1]",
        None,
        None,
        None,
        None,
        " [姓名1] ",
        None,
        None,
    ]
