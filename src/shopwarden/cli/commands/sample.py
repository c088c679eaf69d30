"""`shopwarden sample DIR`: write the invented sample shop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import tell
from shopwarden.errors import UsageError
from shopwarden.sources.sample import SampleShop, write_sample
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.words import Language

_MOST_ORDERS = 5_000_000
# Spreadsheets hold about a million rows; bills need several a line.
_MOST_IN_WORKBOOK = 100_000


def run(options: argparse.Namespace, language: Language) -> int:
    """Write the sample and say what is in it."""
    if not 1 <= options.orders <= _MOST_ORDERS:
        raise UsageError("cli.sample_orders", most=_MOST_ORDERS)
    folder = Path(options.folder)
    shop = SampleShop(
        orders=options.orders,
        seed=options.seed,
        clean=options.clean,
        layout=options.layout,
        category=options.category,
        workbook=options.orders <= _MOST_IN_WORKBOOK,
    )
    truth = write_sample(folder, shop)
    tell(
        Text(
            "cli.sample_written",
            {
                "folder": str(folder),
                "orders": options.orders,
                "incidents": len(truth.incidents),
            },
        ),
        language,
    )
    return 0
