"""The invented shop, screened once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from shopwarden.screening.result import ShopScreening


# The invented shop is shared by tests, which are no package.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def shop() -> ShopScreening:
    from invented_shop import screening  # noqa: PLC0415 - found by the path above

    return screening()
