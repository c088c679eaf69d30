"""The tree of errors: each carries a code, its parameters and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden import errors
from shopwarden.errors import InputError, OutputError, RuleError, ShopwardenError

if TYPE_CHECKING:
    from pathlib import Path

EXIT_CODES = {
    "ShopwardenError": 1,
    "UsageError": 2,
    "InputError": 3,
    "RuleError": 4,
    "SettingsError": 4,
    "OutputError": 5,
}


def family() -> dict[str, type[ShopwardenError]]:
    members = vars(errors).values()
    return {
        member.__name__: member
        for member in members
        if isinstance(member, type) and issubclass(member, ShopwardenError)
    }


def test_each_error_has_its_documented_exit_code() -> None:
    assert {n: error.exit_code for n, error in family().items()} == EXIT_CODES


@pytest.mark.parametrize("name", sorted(EXIT_CODES))
def test_the_tree_in_the_docstring_names_every_error(name: str) -> None:
    assert name in str(errors.__doc__)


def test_an_error_keeps_its_code_and_parameters() -> None:
    error = RuleError("engine.unknown_name", name="amuont_fen", line=3, column=7)
    assert error.code == "engine.unknown_name"
    assert error.params == {"name": "amuont_fen", "line": 3, "column": 7}


def test_one_except_clause_catches_them_all() -> None:
    for error in (InputError, OutputError):
        with pytest.raises(ShopwardenError):
            raise error("sources.empty_folder", path="exports")


def test_the_page_on_exit_codes_names_every_code(repository: Path) -> None:
    page = (repository / "docs" / "exit-codes.md").read_text("utf-8")
    for code in (0, *EXIT_CODES.values(), 10, 130):
        assert f"| {code} |" in page
