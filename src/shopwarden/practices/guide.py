"""The guide: practice → controls → threats → rules, and what has no rule yet.

It finds the practices; they know neither it nor each other. It computes
nothing about a shop: `screening` does.

>>> guide = load_guide()
>>> [practice.name for practice in guide.practices][:2]
['payments', 'policies']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.expression import span_ms
from shopwarden.engine.rule import load_rules
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.rule import Rule


@dataclass(frozen=True, slots=True)
class Practice:
    """One of the eight practices and the good state it asks for."""

    name: str
    title: Bilingual
    good: Bilingual


@dataclass(frozen=True, slots=True)
class Manual:
    """What no file shows and a person attests: the evidence, how often, by whom."""

    evidence: Bilingual
    every_ms: int
    owner: str


@dataclass(frozen=True, slots=True)
class Control:
    """One sentence about the good state of the shop, and the threats it meets.

    `clauses` are those of the rulebook it keeps. With `manual` a person attests
    it, beside or in place of rules.
    """

    id: str
    practice: str
    title: Bilingual
    threats: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    manual: Manual | None = None


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat of the catalogue and the tables whose facts would show it.

    `unseen` says why no file shows it, where none does.
    """

    id: str
    severity: str
    title: Bilingual
    needs: tuple[str, ...]
    unseen: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide, as far as it is built."""

    practices: tuple[Practice, ...]
    controls: tuple[Control, ...]
    threats: tuple[Threat, ...]

    def of(self, practice: str) -> tuple[Control, ...]:
        """The controls of one practice, in order."""
        return tuple(c for c in self.controls if c.practice == practice)


def _words(entry: Mapping[str, str]) -> Bilingual:
    return Bilingual(entry["zh"], entry["en"])


def _data(*path: str) -> Any:
    place = resources.files("shopwarden.practices").joinpath(*path)
    return yaml.safe_load(place.read_text("utf-8")) if place.is_file() else {}


def _controls(practice: str) -> Iterable[Control]:
    for entry in _data(practice, "controls.yaml").get("controls", ()):
        manual = entry.get("manual")
        yield Control(
            entry["id"],
            practice,
            _words(entry),
            tuple(entry.get("threats", ())),
            tuple(entry.get("clauses", ())),
            None if manual is None else _manual(manual),
        )


def _manual(entry: Mapping[str, Any]) -> Manual:
    return Manual(_words(entry["evidence"]), span_ms(entry["every"]), entry["owner"])


@cache
def load_guide() -> Guide:
    """The guide from the package's data files."""
    data = _data("guide.yaml")
    practices = tuple(
        Practice(entry["name"], _words(entry), _words(entry["good"]))
        for entry in data["practices"]
    )
    threats = tuple(
        Threat(
            entry["id"],
            entry["severity"],
            _words(entry),
            tuple(entry["needs"]),
            _words(entry["unseen"]) if "unseen" in entry else None,
        )
        for entry in data["threats"]
    )
    controls = tuple(c for p in practices for c in _controls(p.name))
    return Guide(practices, controls, threats)


@cache
def guide_rules() -> tuple[Rule, ...]:
    """The rules of all practices, by id; RuleError if a file is wrong."""
    return load_rules(practice_packages())


def practice_packages() -> tuple[str, ...]:
    """The packages of the practices that are there, in the guide's order."""
    root = resources.files("shopwarden.practices")
    names = (practice.name for practice in load_guide().practices)
    return tuple(
        f"shopwarden.practices.{name}" for name in names if (root / name).is_dir()
    )


def rules_of(threat: str, rules: Iterable[Rule], control: str = "") -> tuple[str, ...]:
    """The ids of the rules that watch a threat, for one control if it is named."""
    watching = (rule for rule in rules if threat in rule.threats)
    return tuple(r.id for r in watching if not control or control in r.controls)
