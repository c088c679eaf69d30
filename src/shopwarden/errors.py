"""Every error that Shopwarden raises on purpose, in one tree.

    ShopwardenError            what went wrong, as a code and parameters
    ├── UsageError             the command was called wrongly          exit 2
    ├── InputError             a file cannot be read as it is          exit 3
    ├── RuleError              a rule or an expression is wrong        exit 4
    ├── SettingsError          shop.yaml or columns.yaml is wrong      exit 4
    └── OutputError            a result cannot be written              exit 5

An error carries a message code and parameters, never finished words: the
words are in the catalogue (`shopwarden.words`), in Chinese and in English,
each saying what happened, where, and what to do.

What it does not do: describe bad rows. A bad row is a value
(`records.Problem`), not an exception: one bad row never stops a file.

>>> error = InputError("sources.empty_folder", path="exports")
>>> error.code, error.params["path"]
('sources.empty_folder', 'exports')
"""

from __future__ import annotations


class ShopwardenError(Exception):
    """An error with a message code, its parameters and an exit code."""

    exit_code = 1

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class UsageError(ShopwardenError):
    """The command was called wrongly."""

    exit_code = 2


class InputError(ShopwardenError):
    """A file cannot be read as it is."""

    exit_code = 3


class RuleError(ShopwardenError):
    """A rule or an expression is wrong; `line` and `column` say where."""

    exit_code = 4


class SettingsError(ShopwardenError):
    """`shop.yaml` or `columns.yaml` is wrong."""

    exit_code = 4


class OutputError(ShopwardenError):
    """A result cannot be written."""

    exit_code = 5
