"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"


def modules_with_examples() -> list[str]:
    paths = sorted(p for p in SOURCE.rglob("*.py") if ">>>" in p.read_text("utf-8"))
    parts = (path.relative_to(SOURCE).with_suffix("").parts for path in paths)
    return [".".join(p for p in names if p != "__init__") for names in parts]


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_of_a_module_are_true(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed
