"""The `clauses` of shop.yaml: what a shop confirmed, wrong ones told by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from shopwarden.errors import SettingsError
from shopwarden.records.moment import HOUR_MS, read_moment
from shopwarden.records.quantity import Base, Quantity
from shopwarden.sources.shop_file import load_shop_file

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
shop: "10012345"
clauses:
  JD-DISPATCH-1:
    confirmed_by: 店长
    on: 2026-11-01
    until: 2027-05-01
    values: {dispatch: 48h, share: 10%, least: 5元, review: 3个工作日, records: 250}
    clock: {length: 48h, counts: natural, starts: moment, ends: day_end, rolls: true}
  JD-PRICE-1: {confirmed_by: 运营, on: 2026-11-01, until: 2026-12-01}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.yaml"


def test_confirmations_are_read(path: Path) -> None:
    path.write_text(SHOP, "utf-8")
    found = load_shop_file(path).clauses
    own = found["JD-DISPATCH-1"]
    assert (own.confirmed_by, own.on_ms) == ("店长", read_moment("2026-11-01"))
    assert own.until_ms == read_moment("2027-05-01")
    assert own.values == {
        "dispatch": Quantity(48 * HOUR_MS, Base.MS),
        "share": Quantity(100_000, Base.PPM),
        "least": Quantity(500, Base.FEN),
        "review": Quantity(3, Base.WORKDAYS),
        "records": Quantity(250, Base.COUNT),
    }
    assert own.clock is not None
    assert own.clock["length"] == "48h"
    assert (found["JD-PRICE-1"].values, found["JD-PRICE-1"].clock) == ({}, None)


def test_the_schema_describes_them(repository: Path) -> None:
    schema = json.loads((repository / "docs/schemas/shop.schema.json").read_text())
    # As texts, which is how they are read: YAML 1.1 takes a bare `on` for true.
    given = yaml.load(
        SHOP.replace("rolls: true", "zone: Asia/Shanghai"), yaml.BaseLoader
    )
    jsonschema.validate(given, schema)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    confirmed_by: 店长\n", "", 4),
        ("confirmed_by: 店长", "confirmed_by:", 4),
        ("on: 2026-11-01", "on: soon", 5),
        ("on: 2026-11-01", "on: 0001-01-01 00:00:00", 5),
        ("until: 2027-05-01", "until: 2026-10-01", 6),
        ("until: 2027-05-01", "till: 2027-05-01", 6),
        ("dispatch: 48h", "dispatch: two days", 7),
        ("least: 5元", "least: 0.001元", 7),
        ("length: 48h,", "length: 48 hours,", 8),
        ("ends: day_end, rolls", "ends: moment, rolls", 8),
        ("starts: moment", "begins: moment", 8),
    ],
)
def test_what_is_wrong_is_told_by_line(
    path: Path, old: str, new: str, line: int
) -> None:
    path.write_text(SHOP.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_shop_file(path)
    assert caught.value.params["line"] == line
