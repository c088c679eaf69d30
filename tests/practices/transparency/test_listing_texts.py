"""Listings: what is said of them, and what the SAMR guide and the law exempt."""

from __future__ import annotations

import pytest

from shopwarden.engine.screen import Screener, TextRule, load_text_rules

SCREENER = Screener(
    load_text_rules(["shopwarden.practices.transparency"]), hyperscan=False
)


def said(text: str, *, kind: str = "listing", by: str = "") -> set[str]:
    """Labels of a text; absolute terms with their tier."""
    (found,) = SCREENER.screen([text], kind=kind, directions=by)
    graded = {"absolute_term"}
    return {
        f"{mark.label}:{mark.strength}" if mark.label in graded else mark.label
        for mark in found.marks
    }


@pytest.mark.parametrize(
    "text",
    [
        "开封后最佳赏味期30天",
        "最佳饮用温度为8-12度",
        "本款最大承重200公斤，最小折叠厚度12厘米",
        "最高温度可达60度，共9档，最高档仅限打冰沙",
        "最低起订10件，最后三天",
        "最新到货的秋款",
        "第一次使用前请清洗",
        "宝宝的第一双学步鞋",
        "第一时间为您处理售后",
        "每台机器有唯一识别码",
        "绝对湿度与相对湿度双显示",
        "注册顶级域名送一年邮箱",
        "特级初榨橄榄油，一级能效",
    ],
    ids=lambda text: text[:8],
)
def test_collocations_that_claim_nothing_are_exempt(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "我们追求顶级的服务体验",
        "努力成为行业领先的企业",
        "我们只想把产品做到最好",
        "顾客第一，服务至上",
    ],
)
def test_own_aims_and_attitudes_are_exempt(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    ["这是我们店里最畅销的一款", "本系列最轻便的一双跑鞋", "本店销量第一的保温杯"],
)
def test_comparing_with_oneself_is_exempt(text: str) -> None:
    assert said(text) == set()


def test_the_shop_as_the_speaker_is_no_comparison_with_itself() -> None:
    assert said("本店是华南唯一授权经销商") == {"absolute_term:2"}
    assert said("本店全网最低价") == {"absolute_term:1"}


@pytest.mark.parametrize(
    "text",
    [
        "国家级非物质文化遗产代表性传承人监制",
        "获得2019年最佳设计奖",
        "色号 NO.1 正红",
        "领先牌2B铅笔",
    ],
)
def test_names_models_and_official_titles_are_exempt(text: str) -> None:
    assert said(text) == set()


def test_a_cited_source_excuses_the_second_tier_only() -> None:
    source = "据欧睿国际2023年数据统计，"
    assert said(f"{source}中国市场销量第一") == set()
    assert said(f"{source}国家级品质") == {"absolute_term:1"}


@pytest.mark.parametrize(
    ("denied", "claimed"),
    [
        ("本品不能根治脚气", "本品根治脚气"),
        ("没有最好只有更好", "口感最好的饼干"),
        ("不是最便宜的", "全城最便宜的"),
    ],
)
def test_what_is_denied_is_not_claimed(denied: str, claimed: str) -> None:
    assert said(denied) == set()
    assert said(claimed) == {"absolute_term:1"}


def test_a_denial_of_something_else_excuses_nothing() -> None:
    assert said("不含香精，没有添加，全网最低价") == {"absolute_term:1"}


@pytest.mark.parametrize(
    "text",
    [
        "国 家 级 品 质",
        "國家級品質",
        "国-家-级品质",
        "guo家级品质",
        "顶\u200b级和牛",
        "最·佳礼品",
        "１００％有效",
    ],
)
def test_a_disguise_does_not_help(text: str) -> None:
    assert said(text) == {"absolute_term:1"}


@pytest.mark.parametrize(
    "text",
    [
        "定制刻字商品，不支持七天无理由退货",
        "鲜活大闸蟹不支持无理由退货",
        "音像制品拆封后不支持退货",
        "杂志期刊不适用七天无理由",
        "贴身内衣，下单时需经您确认，拆封后不支持无理由退货",
    ],
)
def test_the_lawful_exclusions_are_no_denial(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "口红塑封拆了就不退",
        "贴身内衣，拆封后不支持无理由退货",
        "内衣拆封不退，下单前请确认好尺码",
        "特价商品不退不换",
    ],
)
def test_hygiene_without_confirmation_or_a_low_price_is_no_ground(text: str) -> None:
    assert said(text) == {"return_denied"}


def test_conditions_of_a_return_are_no_denial() -> None:
    assert said("支持七天无理由退货，人为损坏不予退换") == set()
    assert said("超过7天不予退货") == set()
    assert said("水洗不退色，定金支付后不退") == set()


def test_in_chat_only_the_shop_can_deny_a_return() -> None:
    text = "拆封了就不能退了"
    assert said(text, kind="chat", by="staff") == {"return_denied"}
    assert said(text, kind="chat", by="buyer") == set()


def test_persuading_a_buyer_to_keep_a_product_is_no_denial() -> None:
    assert said("您要是不退的话补您一个小礼物", kind="chat", by="staff") == set()


def test_void_clauses_are_told_from_fair_ones() -> None:
    assert said("运输途中丢失由买家自行承担") == {"void_clause"}
    assert said("运输途中破损由我们承担") == set()
    assert said("人为损坏概不负责") == set()
    assert said("您有权随时取消订单") == set()


@pytest.mark.parametrize(
    "text",
    [
        "客服热线 400-555-0100",
        "更多同款见 https://item.jd.com/100001.html",
        "手表支持微信消息提醒",
        "加V领毛衣",
        "QQ糖 200g",
        "支持扫码支付的收银盒",
        "天猫精灵智能音箱",
    ],
)
def test_jd_and_400_and_products_are_no_outside_contact(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "客服热线 0571-5550 0123",
        "同款见 https://shop.example.com/1",
        "➕Ｖ：jd_test_88 一对一量体",
        "加-一-下-微-信 dianwei_0001",
        "淘宝搜同名店铺",
    ],
)
def test_outside_contacts_are_found_in_disguise_too(text: str) -> None:
    assert said(text) == {"third_party_contact"}


def test_a_gift_with_name_and_quantity_is_lawful() -> None:
    assert said("下单送赠品：收纳袋1个") == set()
    assert said("送神秘礼品一份") == {"gift_unspecified"}
    assert said("适合送长辈的礼盒，礼品袋另购") == set()


def test_a_labelled_compared_price_is_lawful() -> None:
    assert said("厂商建议零售价：899元，券后699元") == set()
    assert said("近7日最低成交价89元，原价89元") == set()
    assert said("零售价899元，到手699元") == {"reference_price"}


def test_a_time_is_a_promise_only_with_shipping() -> None:
    assert said("付款后48小时内发货") == {"shipping_promise"}
    assert said("保温24小时，充电2小时发热8小时，7天内发霉包退") == set()
    assert said("不保证当天发货") == set()


@pytest.mark.parametrize("rule", SCREENER.rules.rules, ids=lambda rule: rule.id)
def test_every_rule_behaves_as_its_examples_say(rule: TextRule) -> None:
    assert {example.fires for example in rule.examples} == {True, False}
    for example in rule.examples:
        by = example.by or ("staff" if rule.by == "staff" else "")
        (found,) = SCREENER.screen([example.text], kind=rule.kinds[0], directions=by)
        fired = any(
            (mark.label, mark.strength) == (rule.label, rule.strength)
            for mark in found.marks
        )
        assert fired == example.fires, example.text


def test_no_listing_rule_turns_a_denial_into_a_warning() -> None:
    assert not any(rule.warned for rule in SCREENER.rules.rules)


def test_every_label_has_a_clause_and_both_languages() -> None:
    for label in SCREENER.rules.labels.values():
        assert label.clause
        assert label.verified == ("未核实" not in label.clause)
        for text in (label.title, label.because, label.do):
            assert text.zh
            assert text.en
