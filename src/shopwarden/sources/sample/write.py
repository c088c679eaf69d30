"""Writing the sample shop: its tables, shop.yaml, truth.json.

What it does not do: scan it. Scores on the sample shop are in-sample.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.errors import OutputError
from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample import catalogue as c
from shopwarden.sources.sample.assemble import Shop, assemble
from shopwarden.sources.sample.bill_columns import BillTexts
from shopwarden.sources.sample.bill_files import BillFiles
from shopwarden.sources.sample.calendar import midnight_burst
from shopwarden.sources.sample.chats import write_chats
from shopwarden.sources.sample.fact_files import write_facts
from shopwarden.sources.sample.files import CsvFile, write_atomically
from shopwarden.sources.sample.incidents.groups import groups_of
from shopwarden.sources.sample.order_file import (
    ORDER_HEADER,
    TWO_TOTALS_FEN,
    OrderExport,
)
from shopwarden.sources.sample.pages import write_pages
from shopwarden.sources.sample.promotion_file import PROMOTION_DAYS, write_promotions
from shopwarden.sources.sample.shop_words import shop_yaml
from shopwarden.sources.sample.tables import (
    FULL,
    NEVER,
    NO_REFUND,
    PARTIAL,
    PRICE_PROTECTION,
)
from shopwarden.sources.sample.texts import compact_day
from shopwarden.sources.sample.trade.wallet import Wallet
from shopwarden.sources.sample.truth import Truth, labelled, look_alike

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.shop import SampleShop
    from shopwarden.sources.sample.tables import Bill

    Progress = Callable[[str, int, int], None]

FIRST_ORDERS, SECOND_ORDERS = "19453840.csv", "19461207.csv"
DAMAGED_COPY = "19461207 - 副本.csv"
# The first export is made some days after the middle; the second starts early
# enough to hold every order that had not finished then (ten days at most).
_AFTER_MIDDLE_MS, _BEFORE_MIDDLE_MS = 2 * DAY_MS, 10 * DAY_MS
_COPIED_ROWS = 12
_CHUNK = 40_000
_REFUNDS = (
    ("full_refund", FULL),
    ("partial_refund", PARTIAL),
    ("price_protection", PRICE_PROTECTION),
)
_FEES = (("affiliate_rate", c.AFFILIATE), ("freight_insurance", c.FREIGHT_INSURANCE))


def write_sample(
    folder: Path, sample: SampleShop, progress: Progress | None = None
) -> Truth:
    """Write the shop's files into `folder` (made if need be); its truth.

    `progress(stage, done, of)` hears how many orders each stage has done.
    Raises UsageError for settings out of range and OutputError when a file
    cannot be written. Each file appears only when it is complete.
    """
    shop = assemble(sample)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("sample.not_written", path=str(folder)) from error
    return _Writing(folder, shop, progress or _silent).run()


def _silent(_stage: str, _done: int, _of: int) -> None:
    pass


@dataclass(slots=True)
class _Writing:
    """One run of writing: the folder, the shop, and the rows of each file."""

    folder: Path
    shop: Shop
    progress: Progress
    rows: dict[str, int] = field(default_factory=dict)
    wallet: Wallet = field(default_factory=Wallet)

    def run(self) -> Truth:
        self._write_orders()
        self._write_bills()
        self._write_promotions()
        self._write_words()
        self.rows |= write_facts(self.folder, self.shop, self.wallet, self.progress)
        write_atomically(self.folder / "shop.yaml", shop_yaml(self.shop.sample))
        self._name_orders()
        truth = self._truth()
        write_atomically(self.folder / "truth.json", truth.as_json())
        return truth

    def _export(self) -> OrderExport:
        shop = self.shop
        return OrderExport(
            shop.draws,
            shop.orders,
            shop.lines,
            shop.numbers,
            shop.first_line,
            shop.book,
            shop.remarks,
        )

    def _write_orders(self) -> None:
        """Two exports that overlap by twelve days, each as of its own moment."""
        shop, export = self.shop, self._export()
        placed, count = shop.orders.placed, len(shop.orders)
        middle = (shop.period.start_ms + shop.period.end_ms) // 2
        until = middle + _AFTER_MIDDLE_MS
        last = int(np.searchsorted(placed, until))
        first = int(np.searchsorted(placed, middle - _BEFORE_MIDDLE_MS))
        self.progress("orders", 0, count)
        self.rows[FIRST_ORDERS] = export.write(
            self.folder / FIRST_ORDERS, 0, last, until
        )
        self.progress("orders", first, count)
        self.rows[SECOND_ORDERS] = export.write(
            self.folder / SECOND_ORDERS, first, count, shop.period.end_ms
        )
        self.progress("orders", count, count)
        if not shop.sample.clean:
            self._write_damaged_copy(export)

    def _write_damaged_copy(self, export: OrderExport) -> None:
        """Some rows saved again from Excel: one order number became `….0`."""
        shop = self.shop
        span = np.arange(max(0, len(shop.lines) - _COPIED_ROWS), len(shop.lines))
        rows = export.rows(span, shop.period.end_ms)
        number, _, rest = rows[len(rows) // 2].partition(",")
        rows[len(rows) // 2] = f"{number}.0,{rest}"
        with CsvFile(self.folder / DAMAGED_COPY, ORDER_HEADER) as file:
            file.append_rows(rows)
        self.rows[DAMAGED_COPY] = len(rows)
        incident = shop.book[shop.book.open("damaged_id")]
        incident.name_orders(np.array([int(number)]))
        incident.see_rows(DAMAGED_COPY, np.array([len(rows) // 2 + 2]))
        incident.happened(shop.period.end_ms)

    def _write_bills(self) -> None:
        shop, count = self.shop, len(self.shop.orders)
        show = BillTexts(shop.period, shop.orders, shop.lines, shop.numbers)
        with BillFiles(self.folder, shop.sample, show, shop.book) as files:
            for first in range(0, count, _CHUNK):
                self.progress("bills", first, count)
                bill = shop.biller.bill(first, min(count, first + _CHUNK))
                files.append(bill)
                self._note_bill(show, bill)
                self.wallet.note(bill, show.settled(bill) & ~files.new_wallet(bill))
            self.rows |= files.written
        self.progress("bills", count, count)

    def _note_bill(self, show: BillTexts, bill: Bill) -> None:
        """Name the orders of faults and of look-alikes that bill lines show."""
        book = self.shop.book
        for number in np.unique(bill.incident[bill.incident > 0]).tolist():
            mine = bill.take(bill.incident == number)
            book[number].name_orders(show.order_numbers(mine))
            book[number].happened(int(mine.billed.min()))
        for kind, fee in _FEES:
            book.benign[kind].add(np.unique(bill.order[bill.fee == fee]))
        announced = (bill.fee == c.COMMISSION) & (bill.rate == c.ANNOUNCED_PPM)
        book.benign["announced_rate"].add(np.unique(bill.order[announced]))

    def _write_promotions(self) -> None:
        shop, end = self.shop, self.shop.period.end_ms
        since = max(shop.period.start_ms, end - PROMOTION_DAYS * DAY_MS)
        placed = shop.orders.placed[shop.lines.order]
        paid = shop.orders.paid[shop.lines.order] < NEVER
        rows = np.flatnonzero((placed >= since) & paid)
        days = f"{compact_day(since)}_{compact_day(end - 1)}"
        path = self.folder / f"营销对账_{days}.csv"
        self.rows[path.name] = write_promotions(
            path, shop.orders, shop.lines, shop.numbers, rows
        )

    def _write_words(self) -> None:
        """Chats, listings and their changes."""
        shop, period = self.shop, self.shop.period
        last = compact_day(period.end_ms - 1)
        chats = self.folder / f"聊天记录_{compact_day(period.start_ms)}_{last}.csv"
        self.rows[chats.name] = write_chats(chats, shop)
        changes = self.folder / f"商品页修改记录_{last}.csv"
        self.rows |= write_pages(self.folder / f"商品页_{last}.csv", changes, shop)

    def _name_orders(self) -> None:
        """Name the orders of incidents that the orders themselves show."""
        shop = self.shop
        tagged = np.flatnonzero(shop.orders.incident)
        for row in tagged.tolist():
            incident = shop.book[int(shop.orders.incident[row])]
            incident.name_orders(shop.numbers[row : row + 1])
            incident.happened(int(shop.orders.placed[row]))
            if incident.kind == "two_totals":
                incident.amount_fen = TWO_TOTALS_FEN
        for group in groups_of(shop.sample):
            first, last = group.keys
            if group.benign:
                mine = (shop.orders.key >= first) & (shop.orders.key < last)
                known = shop.book.benign[group.benign]
                known.add(np.setdiff1d(np.flatnonzero(mine), known.kept))
        for kind, orders in self._look_alikes():
            shop.book.benign[kind].add(orders)

    def _look_alikes(self) -> list[tuple[str, NDArray[np.int64]]]:
        shop = self.shop
        ours = shop.biller.faults.kind == 0
        burst = midnight_burst(shop.orders.placed) & ours & (shop.orders.incident == 0)
        pieces = np.bincount(shop.lines.order, shop.lines.quantity)
        kinds = shop.lines.refund_kind.copy()
        kinds[shop.lines.refunded >= shop.period.end_ms] = NO_REFUND
        ours &= shop.orders.incident == 0
        kinds[~ours[shop.lines.order]] = NO_REFUND
        return [
            ("campaign_burst", np.flatnonzero(burst)),
            ("company_purchase", np.flatnonzero(pieces >= c.COMPANY_PIECES)),
            *(
                (name, np.unique(shop.lines.order[kinds == kind]))
                for name, kind in _REFUNDS
            ),
        ]

    def _truth(self) -> Truth:
        shop = self.shop
        return Truth(
            settings=asdict(shop.sample),
            files=dict(sorted(self.rows.items())),
            incidents=tuple(
                labelled(number, incident)
                for number, incident in enumerate(shop.book.incidents, 1)
                if incident.rows
            ),
            benign=tuple(
                look_alike(kind, self._numbers_of(seen.kept), seen.total, places)
                for kind, seen in shop.book.benign.items()
                if (places := shop.book.benign_rows[kind]).total + seen.total
            ),
        )

    def _numbers_of(self, rows: list[int]) -> tuple[str, ...]:
        return tuple(map(str, self.shop.numbers[rows].tolist()))
