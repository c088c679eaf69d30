"""The sample shop's goods and fees: invented SKUs, classes, rates, promotions.

What it does not do: claim that these rates are JD's. They are the sample
contract's (`verified: false` in truth.json); the fee names are those seen in
settlement exports.

>>> len(SKUS), FEES[0]
(56, '货款')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# 费用名称 as seen in exports, and one that no document names (an incident).
FEES = (
    "货款",
    "京豆",
    "代收配送费",
    "服务费",
    "佣金",
    "交易服务费",
    "广告联合活动降扣佣金",
    "返利框架费",
    "运费保险服务费",
    "商品保险服务费",
    "售后卖家赔付费",
    "店铺综合运营费",
)
(
    GOODS,
    BEANS,
    FREIGHT,
    SERVICE,
    COMMISSION,
    TRADE_FEE,
    AFFILIATE,
    REBATE,
    FREIGHT_INSURANCE,
    GOODS_INSURANCE,
    COMPENSATION,
    UNKNOWN_FEE,
) = range(len(FEES))
TRADE_FEE_PPM = 6_000
REBATE_PPM = 10_000


@dataclass(frozen=True, slots=True)
class FeeClass:
    """A 扣点类型: its commission, its flat freight insurance, what it sells."""

    name: str
    commission_ppm: int
    insurance_fen: int
    government_percent: int  # of a trade-in subsidy, where there is one
    goods: tuple[tuple[str, int], ...]  # name, list price in fen


CLASSES = (
    FeeClass(
        "基础扣点",
        50_000,
        65,
        0,
        (
            ("不锈钢保温杯 500ml", 8900),
            ("玻璃饭盒三件套", 6900),
            ("竹木砧板 大号", 7900),
            ("棉麻收纳箱 两只装", 5990),
            ("硅胶锅铲套装", 4590),
            ("陶瓷马克杯 对杯", 5800),
            ("衣架 防滑 30个", 3990),
            ("手动咖啡磨豆机", 12900),
        ),
    ),
    FeeClass(
        "家纺扣点",
        60_000,
        120,
        0,
        (
            ("纯棉四件套 1.5米床", 29900),
            ("纯棉四件套 1.8米床", 32900),
            ("乳胶枕 单只", 15900),
            ("蚕丝被 春秋款", 69900),
            ("珊瑚绒毛毯", 9900),
            ("浴巾 加厚 两条", 7590),
            ("遮光窗帘 2.5米", 18900),
            ("羽绒被 冬款", 89900),
        ),
    ),
    FeeClass(
        "服饰扣点",
        80_000,
        180,
        0,
        (
            ("羊毛围巾 素色", 16900),
            ("纯棉短袖 三件装", 12900),
            ("摇粒绒外套", 19900),
            ("加绒卫裤", 13900),
            ("羊绒混纺毛衣", 45900),
            ("棉袜 十双", 4990),
            ("防风手套", 6590),
            ("轻薄羽绒服", 59900),
        ),
    ),
    FeeClass(
        "食品扣点",
        30_000,
        30,
        0,
        (
            ("坚果礼盒 1.2千克", 16800),
            ("红枣 新疆 1千克", 5990),
            ("纯牛奶 24盒", 7990),
            ("龙井茶 250克", 29800),
            ("糙米 5千克", 6590),
            ("蜂蜜 500克 两瓶", 8800),
            ("燕麦片 2千克", 5690),
            ("腊肠 500克", 6980),
        ),
    ),
    FeeClass(
        "小家电扣点",
        70_000,
        95,
        15,
        (
            ("空气炸锅 5升", 39900),
            ("电热水壶 1.7升", 12900),
            ("破壁机 静音", 69900),
            ("加湿器 4升", 19900),
            ("电饭煲 4升", 45900),
            ("手持吸尘器", 89900),
            ("电暖器 油汀", 59900),
            ("净水器 厨下式", 159900),
        ),
    ),
    FeeClass(
        "数码配件扣点",
        55_000,
        50,
        0,
        (
            ("快充充电器 65瓦", 12900),
            ("数据线 两米 两条", 3990),
            ("蓝牙耳机 入耳式", 19900),
            ("手机支架 桌面", 4990),
            ("移动电源 20000毫安时", 14900),
            ("机械键盘 87键", 29900),
            ("无线鼠标 静音", 8990),
            ("显示器支架", 16900),
        ),
    ),
    FeeClass(
        "美妆扣点",
        65_000,
        40,
        0,
        (
            ("保湿面霜 50克", 16900),
            ("氨基酸洁面 120克", 7990),
            ("补水面膜 十片", 9900),
            ("防晒乳 60毫升", 12900),
            ("唇膏 豆沙色", 13900),
            ("卸妆油 200毫升", 10900),
            ("护发精油 80毫升", 8900),
            ("香水 30毫升", 25900),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Sku:
    """One SKU: its numbers, its class and its price."""

    number: str  # 商品ID
    own: str  # 商家SKUID and 货号
    name: str
    fee_class: int
    price_fen: int


def _skus() -> tuple[Sku, ...]:
    goods = [(c, *item) for c, cls in enumerate(CLASSES) for item in cls.goods]
    return tuple(
        Sku(str(10160070000000 + 4513 * (i + 1)), f"YP-{c + 1}{i % 8 + 1:02d}", n, c, p)
        for i, (c, n, p) in enumerate(goods)
    )


SKUS = _skus()
PRICES = np.array([sku.price_fen for sku in SKUS], np.int64)
CLASS_OF = np.array([sku.fee_class for sku in SKUS], np.int64)
COMMISSION_PPM = np.array([c.commission_ppm for c in CLASSES], np.int64)
INSURANCE_FEN = np.array([c.insurance_fen for c in CLASSES], np.int64)
GOVERNMENT_PERCENT = np.array([c.government_percent for c in CLASSES], np.int64)
# Every eighth SKU is in the rebate framework (返利框架).
IN_REBATE = np.arange(len(SKUS)) % 8 == 2

# So many pieces in one line are bought by companies only.
COMPANY_PIECES = 40
# The merchant's floor, where one is set: just under the deepest regular
# promotion (35 % off), on every third SKU.
FLOORS_FEN = {
    i: int(sku.price_fen * 62 // 100) for i, sku in enumerate(SKUS) if i % 3 == 0
}

# Classes whose rates the merchant knows from the contract; those of the other
# classes can only be observed.
CONTRACT_CLASSES = (0, 1, 2, 4)
# The rate of this class changes during the period, and the contract says so.
ANNOUNCED_CLASS, ANNOUNCED_PPM, ANNOUNCED_DAYS = 2, 75_000, 25
# The rate of this class is billed wrongly: contract 7 %, billed 8 %.
WRONG_CLASS, WRONG_PPM, WRONG_DAYS = 4, 80_000, 6


def half_up(
    amount: NDArray[np.int64], ppm: NDArray[np.int64] | int
) -> NDArray[np.int64]:
    """`amount` × ppm / 1,000,000 in fen, rounded half up; amounts ≥ 0."""
    return (amount * ppm + 500_000) // 1_000_000
