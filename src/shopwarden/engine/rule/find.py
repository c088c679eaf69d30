"""The rule files of the practices, found as package data and read in order."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from shopwarden.engine.rule.load import read_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.rule.model import Rule

SUFFIX = ".yaml"


def load_rules(practices: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of the practice packages (dotted names), sorted by id.

    The rules of `shopwarden.practices.payments` are the files of its folder
    `rules`; a file `unsettled.yaml` there is the rule `payments/unsettled`.
    Raises RuleError for the first file that is wrong.
    """
    found = [rule for package in practices for rule in _of_practice(package)]
    return tuple(sorted(found, key=lambda rule: rule.id))


def _of_practice(package: str) -> Iterable[Rule]:
    practice = package.rpartition(".")[2]
    folder = resources.files(package) / "rules"
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        if file.name.endswith(SUFFIX):
            name = file.name.removesuffix(SUFFIX)
            yield read_rule(f"{practice}/{name}", file.read_text("utf-8"))
