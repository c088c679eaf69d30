"""Notices and disputes that are missed, thin, lost or forged, and look-alikes.

What it does not do: make the orders they are about; those are ordinary ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import HOUR_MS
from shopwarden.sources.sample.trade.claims import (
    EVIDENCE,
    dispute,
    notice,
    quiet_finished,
)

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.sheets import Sheet

_PICTURE = "a3f09c1d77e2b845"


@dataclass(frozen=True, slots=True)
class ClaimScenes:
    """The scenes of the notices and disputes of one shop."""

    shop: Shop
    sheets: dict[str, Sheet]

    def play(self) -> None:
        """Add all of them."""
        shop, sheet = self.shop, self.sheets["平台通知"]
        start = self._ago(20 * 24)
        rule = "商品价格管理"
        notice(
            sheet, start, "违规预警", rule, hours=24, took=23, benign="notice_in_time"
        )
        if shop.sample.clean:
            return
        for strength, took, days in (("edge", 25, 23), ("clear", None, 12)):
            number = shop.book.open("notice_missed", strength)
            notice(
                sheet,
                self._ago(days * 24),
                "违规预警",
                rule,
                hours=24,
                took=took,
                sku=shop.sample.stand_in(17),
                incident=number,
            )
        self._disputes()

    def _ago(self, hours: float) -> int:
        """A moment before the end; within the period."""
        within = min(hours, (self.shop.period.days - 1) * 24)
        return self.shop.period.end_ms - int(within * HOUR_MS)

    def _disputes(self) -> None:
        """Each about another order, the latest that fit."""
        late: dict[str, object] = {"took": None, "decided": None}
        said: tuple[tuple[str, str, int, dict[str, object]], ...] = (
            # kind, strength, opened hours ago, and how it went
            ("dispute_missed", "edge", 240, {"took": 74, "decided": None}),
            ("dispute_missed", "clear", 200, late),
            ("dispute_missed", "clear", 69, late),
            ("thin_evidence", "edge", 38, late | {"lacks": EVIDENCE[2:3]}),
            ("thin_evidence", "clear", 60, late | {"lacks": EVIDENCE[:4]}),
            ("appeal_lost", "edge", 300, {"verdict": "商家败", "appealed": 190}),
            ("appeal_lost", "clear", 330, {"verdict": "商家败"}),
            ("appeal_lost", "clear", 225, {"verdict": "商家败"}),
        )
        for i, (kind, strength, hours, how) in enumerate(said):
            number = self.shop.book.open(kind, strength)
            self._dispute(hours, i, number, how)
        number = self.shop.book.open("proof_reused")
        for i, hours in enumerate((500, 410)):
            self._dispute(hours, 20 + i, number, {"picture": _PICTURE})

    def _dispute(
        self, hours: int, nth: int, number: int, how: dict[str, object]
    ) -> None:
        """A dispute opened so many hours ago, about an order that was finished."""
        shop, opened = self.shop, self._ago(hours)
        rows = quiet_finished(shop, hours // 24 + 2)
        known = {row for seen in shop.book.benign.values() for row in seen.kept}
        rows = np.setdiff1d(rows, np.array(sorted(known), np.int64))
        if not len(rows):
            return
        row = int(rows[-1 - min(nth * 3 + 1, len(rows) - 1)])
        dispute(
            self.sheets["纠纷单"],
            shop,
            row,
            opened,
            incident=number,
            **how,  # type: ignore[arg-type]
        )
