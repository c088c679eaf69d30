from __future__ import annotations

import pytest

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import SpanType, household, identify
from shopwarden.engine.identify.places import division, short_name


def addresses(text: str) -> list[str]:
    spans = identify([text])[0]
    return [text[s.start : s.end] for s in spans if s.type is SpanType.ADDRESS]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "寄到广东省深圳市南山区科技园路1号3栋502室，谢谢",
            "广东省深圳市南山区科技园路1号3栋502室",
        ),
        ("地址：廣東省佛山市順德區東樂路8號", "廣東省佛山市順德區東樂路8號"),
        ("湖南长沙岳麓区麓谷小区5栋1单元1203", "湖南长沙岳麓区麓谷小区5栋1单元1203"),
        ("我家在人民路12号院3号楼2单元501", "人民路12号院3号楼2单元501"),
        ("上海市闵行区漕宝路3366弄12号602室", "上海市闵行区漕宝路3366弄12号602室"),
        ("椒江区葭沚街道东山村二组36号", "椒江区葭沚街道东山村二组36号"),
        ("张家村3组15号", "张家村3组15号"),
        ("某某大学南校区35号宿舍楼502", "某某大学南校区35号宿舍楼502"),
        ("正定县正定镇大寨村，张建国收", "正定县正定镇大寨村"),
        (
            "广东 深圳 福田区 福华路 88号 大中华 2201",
            "广东 深圳 福田区 福华路 88号 大中华 2201",
        ),
        (
            "Ship to: Zhang Wei, 88 Renmin Road, Beijing 100020, phone",
            "88 Renmin Road, Beijing 100020",
        ),
        ("I live at 12 Keji Road, Shenzhen.", "12 Keji Road, Shenzhen"),
    ],
)
def test_found(text: str, address: str) -> None:
    assert addresses(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "阳澄湖大闸蟹 上海路 南京路步行街 五常大米",
        "浙江杭州西湖龙井茶 250克 新疆阿克苏冰糖心苹果10斤",
        "四川省成都市武侯区的客户",
        "北京市朝阳区****",
        "11月11号发货，3号线，2号仓库，5楼专柜",
        "我要买3号电池5号电池10节，1号店",
        "地铁10号线中关村站 住在3楼，没有电梯",
        "不要发到南京路，发到家里",
        "订单号 单号 型号 3号可以到吗",
    ],
)
def test_no_address(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("深圳市南山区科技路1号3栋502室李秀英收", ["3栋502室", "李秀英"]),
        ("人民路12弄5号", ["5号"]),
        ("人民路668-6号", ["6号"]),
        ("阳光小区3-502", ["3-502"]),
        ("人民路12号", []),
        ("", []),
    ],
)
def test_household(text: str, inside: list[str]) -> None:
    plain = fold([text])[0].plain.text
    assert [plain[start:end] for start, end in household(plain)] == inside


def test_tables() -> None:
    assert division("广东省深圳市", 3) == (2, 6)
    assert division("深圳路", 0) == (2, 2)
    assert division("没有", 0) is None
    assert short_name("延边朝鲜族自治州") == "延边"
    assert short_name("县") is None
