"""Prices, plans, promises and papers that are wrong, and look-alikes.

The bursts of orders at a wrong price or below a floor have their causes here:
a price set by mistake, a coupon that stacks.

What it does not do: make those orders (`bursts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.catalogue import FLOORS_FEN, PRICES
from shopwarden.sources.sample.sheets import Entry
from shopwarden.sources.sample.team.roster import account
from shopwarden.sources.sample.trade.goods import paper
from shopwarden.sources.sample.trade.prices import promote, set_price

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.sheets import Sheet
    from shopwarden.sources.sample.team.operations import Log


@dataclass(frozen=True, slots=True)
class GoodsScenes:
    """The scenes of the goods of one shop."""

    shop: Shop
    log: Log
    sheets: dict[str, Sheet]

    def play(self) -> None:
        """Add all of them."""
        shop, papers = self.shop, self.sheets["资质"]
        paper(
            papers,
            shop.period,
            "样例家纺品牌授权书",
            "品牌授权书",
            sku=None,
            days=72,
            benign="paper_far",
        )
        if shop.sample.clean:
            return
        self._papers()
        self._burst_causes()
        self._plans()
        self._reference_prices()
        self._front_prices()
        self._promises()

    def _sku(self, sku: int) -> int:
        return self.shop.sample.stand_in(sku)

    def _papers(self) -> None:
        said = (
            ("edge", "示范数码品牌授权书", "品牌授权书", 55),
            ("clear", "龙井茶质量检测报告", "检测报告", 5),
            ("clear", "样例服饰品牌授权书", "授权书", -4),
        )
        for strength, name, kind, days in said:
            number = self.shop.book.open("paper_expires", strength)
            period = self.shop.period
            paper(
                self.sheets["资质"],
                period,
                name,
                kind,
                sku=None,
                days=days,
                incident=number,
            )

    def _burst_causes(self) -> None:
        """The mistakes behind the rush at a tenth and the sales below the floor."""
        prices, plans = self.sheets["改价记录"], self.sheets["促销计划"]
        for number, incident in enumerate(self.shop.book.incidents, 1):
            if incident.kind not in ("price_error", "stacked_promotion"):
                continue
            (sku,) = incident.skus
            start = incident.first_ms or 0
            list_fen = int(PRICES[sku])
            if incident.kind == "price_error":
                moment, wrong = start - 2 * MINUTE_MS, list_fen // 10
                who = account("运营02")
                set_price(
                    prices,
                    moment,
                    sku,
                    price=wrong,
                    before=list_fen,
                    who=who.name,
                    incident=number,
                )
                set_price(prices, start + 25 * MINUTE_MS, sku, before=wrong)
                self.log.add(
                    moment,
                    who,
                    "修改京东价",
                    sku=sku,
                    before=list_fen,
                    after=wrong,
                    incident=number,
                )
                continue
            promote(
                plans,
                start - HOUR_MS,
                start + 3 * DAY_MS,
                sku=sku,
                form="店铺优惠券",
                number="8800119",
                threshold=list_fen // 2,
                off=list_fen * 48 // 100,
                group="店铺券",
                incident=number,
                skus=(sku,),
            )

    def _plans(self) -> None:
        """Plans for tomorrow: a digit lost, and coupons that stack below a floor."""
        book, plans = self.shop.book, self.sheets["促销计划"]
        start = self.shop.period.end_ms + 20 * HOUR_MS
        number, sku = book.open("plan_digit_lost"), self._sku(33)
        self._plan(plans, start, sku, number, price=int(PRICES[sku]) * 8 // 100)
        for strength, which, share in (("edge", 15, 90), ("clear", 45, 55)):
            number, sku = book.open("plan_below_floor", strength), self._sku(which)
            floor, price = FLOORS_FEN[sku], int(PRICES[sku]) * 7 // 10
            self._plan(plans, start, sku, number, price=price)
            self._plan(
                plans,
                start,
                sku,
                number,
                form="店铺优惠券",
                number=f"88002{which}",
                threshold=price // 2,
                off=price - floor * share // 100,
                group="店铺券",
            )

    def _plan(
        self, plans: Sheet, start: int, sku: int, incident: int, **said: object
    ) -> None:
        """A promotion that is planned, but has not begun."""
        said = {"number": "8800125"} | said
        promote(
            plans,
            start,
            start + 2 * DAY_MS,
            sku=sku,
            approved=False,
            incident=incident,
            skus=(sku,),
            planned_ms=self.shop.period.end_ms - 5 * HOUR_MS,
            **said,  # type: ignore[arg-type]
        )

    def _reference_prices(self) -> None:
        """The list price struck through unnamed; raised five days, then cut."""
        prices, book = self.sheets["改价记录"], self.shop.book
        number, sku = book.open("reference_price", "edge"), self._sku(24)
        fen, start = int(PRICES[sku]), self.shop.period.before_end(6) + 10 * HOUR_MS
        set_price(
            prices,
            start,
            sku,
            before=fen,
            strike=fen,
            named=False,
            incident=number,
            skus=(sku,),
        )
        number, sku = book.open("reference_price"), self._sku(41)
        fen, start = int(PRICES[sku]), self.shop.period.before_end(5) + 10 * HOUR_MS
        raised = fen * 14 // 10
        set_price(
            prices,
            start,
            sku,
            price=raised,
            before=fen,
            incident=number,
            skus=(sku,),
        )
        set_price(
            prices,
            start + 3 * DAY_MS,
            sku,
            before=raised,
            strike=raised,
            named=False,
            incident=number,
            skus=(sku,),
        )

    def _front_prices(self) -> None:
        """The price in the list a yuan lower than on the page; then a third."""
        prices, book = self.sheets["改价记录"], self.shop.book
        for strength, which, percent in (("edge", 19, 99), ("clear", 34, 68)):
            number, sku = book.open("front_price", strength), self._sku(which)
            fen, start = int(PRICES[sku]), self.shop.period.before_end(8) + 11 * HOUR_MS
            set_price(
                prices,
                start,
                sku,
                before=fen,
                front=fen * percent // 100,
                incident=number,
                skus=(sku,),
            )

    def _promises(self) -> None:
        """36 and 24 hours promised, where it takes forty."""
        sheet = self.sheets["商品资料"]
        for strength, which, hours in (("edge", 0, 36), ("clear", 40, 24)):
            number, sku = self.shop.book.open("promise_missed", strength), which
            sku = self._sku(sku)
            row = self.shop.sample.shelf.index(sku)
            old = sheet.entries[row]
            cells = dict(old.cells) | {"承诺发货小时": str(hours)}
            sheet.entries[row] = Entry(old.at_ms, cells, number, skus=(sku,))
