"""What goes wrong in the tables beyond orders and bills, put in as they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.sheets import Sheet
    from shopwarden.sources.sample.trade.after_sales import AfterSales
    from shopwarden.sources.sample.trade.parcels import Parcels
    from shopwarden.sources.sample.trade.reviews import Reviews


@dataclass(slots=True)
class Scenes:
    """All scenes of a shop; none in a clean one."""

    shop: Shop

    def sheets(self, sheets: dict[str, Sheet]) -> None:
        """Add to the small tables."""

    def after_sales(self, table: AfterSales) -> AfterSales:
        """Change or add after-sales."""
        return table

    def parcels(self, parcels: Parcels) -> Parcels:
        """Change a chunk of parcels."""
        return parcels

    def reviews(self, reviews: Reviews) -> Reviews:
        """Change a chunk of reviews."""
        return reviews
