"""shop.yaml of the sample shop: what its merchant knows and no export says.

Contract rates for some classes (one with a change announced for a day), the
settlement cycle, and floors of some SKUs.

What it does not do: tell of incidents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import (
    ANNOUNCED_CLASS,
    ANNOUNCED_DAYS,
    ANNOUNCED_PPM,
    CLASSES,
    CONTRACT_CLASSES,
    FLOORS_FEN,
    SKUS,
    TRADE_FEE_PPM,
)
from shopwarden.sources.sample.shop import CYCLE_MS
from shopwarden.sources.sample.team.roster import team
from shopwarden.sources.sample.trade.parcels import CARRIERS
from shopwarden.sources.sample.workbook import SHOP_ID

if TYPE_CHECKING:
    from shopwarden.sources.sample.shop import SampleShop

# Registered, and hardly ever used.
REPORTS_APP = "示范报表"
_HEAD = "# 样例店铺：合同扣点、结算周期、底价 / The sample shop's contract and floors\n"


def shop_yaml(sample: SampleShop) -> bytes:
    """The file's bytes."""
    rates = [
        _rate("佣金", CLASSES[i].name, CLASSES[i].commission_ppm)
        for i in CONTRACT_CLASSES
    ]
    announced = _rate("佣金", CLASSES[ANNOUNCED_CLASS].name, ANNOUNCED_PPM)
    day = texts.compact_day(sample.period.before_end(ANNOUNCED_DAYS))
    announced["since"] = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    content = {
        "shop": SHOP_ID,
        "rates": [*rates, announced, _rate("交易服务费", "", TRADE_FEE_PPM)],
        "cycle": {"length": f"{CYCLE_MS // DAY_MS}d", "standing": "contract"},
        "floors": {
            SKUS[i].number: f"{fen // 100}.{fen % 100:02d}"
            for i, fen in FLOORS_FEN.items()
            if i in sample.shelf
        },
        "lists": {
            "carriers": list(CARRIERS),
            "known_apps": [*(app["app"] for app in team()["apps"]), REPORTS_APP],
        },
    }
    if sample.category != "mixed":
        content["category"] = sample.category
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return (_HEAD + text).encode()


def _rate(fee: str, fee_class: str, ppm: int) -> dict[str, str]:
    percent = f"{ppm // 10_000}.{ppm % 10_000:04d}".rstrip("0").rstrip(".")
    rate = {"fee": fee, "class": fee_class, "rate": f"{percent}%"}
    if not fee_class:
        del rate["class"]
    return rate | {"standing": "contract"}
