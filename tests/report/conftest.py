"""The invented shop, screened once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.report.invented_shop import screening

if TYPE_CHECKING:
    from shopwarden.screening.result import ShopScreening


@pytest.fixture(scope="session")
def shop() -> ShopScreening:
    return screening()
