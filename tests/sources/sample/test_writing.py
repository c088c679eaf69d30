"""Writing: same bytes each time, any size, settings checked, nothing by halves."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.errors import OutputError, ShopwardenError, UsageError
from shopwarden.sources.sample import SampleShop, bill_files, write, write_sample
from shopwarden.sources.sample.catalogue import half_up
from shopwarden.sources.sample.draws import Draws
from shopwarden.sources.sample.trade import after_sale_file, parcels, reviews
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.sources.sample.shop import Layout


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


@pytest.mark.parametrize("layout", ["old", "new", "both"])
def test_same_settings_give_the_same_bytes(tmp_path: Path, layout: Layout) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name, SampleShop(orders=250, seed=5, layout=layout))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    write_sample(tmp_path / "other", SampleShop(orders=250, seed=6, layout=layout))
    one, other = digests(tmp_path / "one"), digests(tmp_path / "other")
    assert one["19453840.csv"] != other["19453840.csv"]


def test_chunks_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SampleShop(orders=900, seed=2, workbook=False)
    write_sample(tmp_path / "whole", sample)
    for module in (write, parcels, reviews, after_sale_file):
        monkeypatch.setattr(module, "_CHUNK", 37)
    write_sample(tmp_path / "chunks", sample)
    assert digests(tmp_path / "whole") == digests(tmp_path / "chunks")


@pytest.mark.parametrize("orders", [1, 2, 17])
@pytest.mark.parametrize("clean", [True, False])
def test_tiny_shops_can_be_written(tmp_path: Path, orders: int, clean: bool) -> None:
    truth = write_sample(tmp_path, SampleShop(orders=orders, days=30, clean=clean))
    assert truth.files["19461207.csv"] > 0
    assert bool(truth.incidents) is not clean


def test_big_shops_have_no_workbook(tmp_path: Path) -> None:
    assert not SampleShop(orders=100_001).workbooks
    write_sample(tmp_path, SampleShop(orders=200, layout="new", workbook=False))
    assert not list(tmp_path.glob("*.xlsx"))


def test_nothing_but_complete_files_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bill_files.BillFiles, "_note", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_sample(tmp_path, SampleShop(orders=200))
    assert {path.name for path in tmp_path.iterdir()} == {
        "19453840.csv",
        "19461207.csv",
        "19461207 - 副本.csv",
    }


def test_a_folder_that_cannot_be_written_is_an_error_for_people(
    tmp_path: Path,
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_sample(blocked / "folder", SampleShop(orders=10))
    assert_worded(caught.value)


@pytest.mark.parametrize(
    "sample",
    [
        SampleShop(orders=0),
        SampleShop(days=5),
        SampleShop(end="soon"),
        SampleShop(end="2026-11-20 10:00:00"),
        SampleShop(end="--"),
    ],
)
def test_settings_out_of_range_are_refused(tmp_path: Path, sample: SampleShop) -> None:
    with pytest.raises(UsageError) as caught:
        write_sample(tmp_path, sample)
    assert_worded(caught.value)
    assert not list(tmp_path.iterdir())


def assert_worded(error: ShopwardenError) -> None:
    for language in LANGUAGES:
        assert "{" not in say(Text(error.code, error.params), language)


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    sample = SampleShop(orders=100, workbook=False)
    write_sample(tmp_path, sample, lambda *step: heard.append(step))
    last = {stage: (done, of) for stage, done, of in heard}
    assert last.keys() == {"orders", "bills", "facts"}
    assert all(done == of for done, of in last.values())


@given(st.integers(0, 2**31), st.integers(1, 10_000), st.integers(0, 5_000))
def test_draws_do_not_depend_on_the_chunk(seed: int, limit: int, first: int) -> None:
    draws, index = Draws(seed), np.arange(first, first + 40)
    whole = draws.below("any", index, limit)
    parts = [draws.below("any", index[i : i + 7], limit) for i in range(0, 40, 7)]
    assert np.array_equal(whole, np.concatenate(parts))
    assert whole.min() >= 0
    assert whole.max() < limit


@given(st.integers(0, 10**11), st.integers(0, 1_000_000))
def test_half_up_is_exact(amount: int, ppm: int) -> None:
    rounded = int(half_up(np.array([amount]), ppm)[0])
    # 2·|rounded − exact| ≤ 1, and at a tie the larger neighbour.
    twice = 2 * (rounded * 1_000_000 - amount * ppm)
    assert -1_000_000 < twice <= 1_000_000
