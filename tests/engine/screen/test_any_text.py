"""Whatever a text is made of, screening it raises nothing and points inside."""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.report.screened import answer
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from pathlib import Path

ODD = (
    "", " ", "\x00", "\x1e", "\ud800", "\udfff\ud800", "\U0010ffff", "\ufffe", "\u202e",
    "\ue000\uf8ff", "e" + "\u0301" * 5000, "👨‍👩‍👧‍👦" * 500, "ﷺ" * 3000, "1️⃣" * 3000,
    "加\x1e微\x1e信", "微\ud800信转账", "\n" * 5000, "。" * 5000, "1" * 30_000,
    "一" * 30_000, "a" * 30_000, "a-" * 15_000, "v " * 15_000, "哈哈" * 15_000,
    "(呵)" * 8000, "亻言" * 10_000, "反过来" * 8000, "微" * 30_000, "转" + "1" * 30_000,
    "http://" + "a." * 10_000, "@" * 20_000, "😀微信" * 8000,
)  # fmt: skip


@pytest.fixture(scope="module")
def fuzz(repository: Path) -> Any:
    """The program that screens random strings."""
    path = repository / "benchmarks" / "fuzz_screening.py"
    spec = importlib.util.spec_from_file_location("fuzz_screening", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_random_strings_break_nothing(fuzz: Any) -> None:
    tally = fuzz.run(3000, seed=20)
    assert (tally.texts, tally.faults) == (3000, 0)
    assert tally.labels.total() > 0
    assert tally.spans > 0


def test_the_same_seed_gives_the_same_strings(fuzz: Any) -> None:
    one, two = list(fuzz.strings(200, 3)), list(fuzz.strings(200, 3))
    assert one == two
    assert one != list(fuzz.strings(200, 4))


@pytest.mark.parametrize("kind", ["chat", "remark", "listing"])
def test_odd_texts_are_answered(fuzz: Any, kind: str) -> None:
    screener = text_screener()
    for by in ("staff", "buyer", ""):
        found = screener.screen(ODD, kind=kind, directions=by)
        for text, one in zip(ODD, found, strict=True):
            assert not fuzz.broken(text, one)
            json.dumps(answer("1", one, by, screener.rules.labels))
