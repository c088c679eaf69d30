"""Rules about texts: which sequences of words make which label.

A practice keeps its rules in `texts.yaml`:

    labels:
      solicitation: {zh: 引导线下付款, en: …, threats: [T1.1], because: {…}, do: {…}}
    rules:
      - id: pay_by_channel
        label: solicitation
        strength: strong
        find: ["channel <>8 transfer"]
        by: any             # staff, buyer, any
        kinds: [chat, remark]
        unless: ["jd_pay"]  # sequences anywhere in the text that excuse it
        examples: {match: [加微信转账], no_match: [微信支付失败]}

`warned: false` says that a negation before it changes nothing (不要走京东 is a
solicitation). `absorbs` names labels that are dropped where this one is found.

What it does not do: judge a text (`screen.screener`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.screen.sequence import Sequence_, atoms_of, parse
from shopwarden.engine.screen.words import vocabulary
from shopwarden.errors import RuleError
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STRENGTHS = ("strong", "weak", "1", "2")
DIRECTIONS = ("any", "staff", "buyer")
CHAT = ("chat", "remark")
KINDS = (*CHAT, "listing")
# Personal data stands as words in rules: a WeChat id after 加我.
SPAN_WORD = "span:"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RULE_KEYS = frozenset(
    {"id", "label", "strength", "find", "by", "kinds", "unless", "warned", "absorbs"}
    | {"examples"}
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label means to people, and what to do about it."""

    name: str
    title: Bilingual
    because: Bilingual
    do: Bilingual
    threats: tuple[str, ...]
    clause: str  # article or document it rests on; empty: none
    verified: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A text and who writes it; the rule must fire on it, or must not."""

    text: str
    by: str
    fires: bool


@dataclass(frozen=True, slots=True)
class TextRule:
    """One rule: any of the sequences in `find` makes the label."""

    id: str
    label: str
    strength: str
    find: tuple[Sequence_, ...]
    by: str
    kinds: tuple[str, ...]
    unless: tuple[Sequence_, ...]
    warned: bool
    absorbs: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class TextRules:
    """The labels and rules of some practices."""

    labels: Mapping[str, Label]
    rules: tuple[TextRule, ...]


def load_text_rules(packages: Iterable[str]) -> TextRules:
    """The text rules of some packages. Raises RuleError where one is wrong."""
    labels: dict[str, Label] = {}
    rules: list[TextRule] = []
    for package in packages:
        place = resources.files(package) / "texts.yaml"
        if not place.is_file():
            continue
        document = yaml.load(place.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe loader
        practice = package.rpartition(".")[2]
        labels |= {n: _label(n, e) for n, e in document["labels"].items()}
        rules += [_rule(practice, entry) for entry in document["rules"]]
    for rule in rules:
        if rule.label.partition(":")[0] not in labels:
            raise RuleError("engine.text_label", rule=rule.id, label=rule.label)
    return TextRules(labels, tuple(rules))


def _label(name: str, entry: Mapping[str, Any]) -> Label:
    because, do = entry["because"], entry["do"]
    return Label(
        name,
        Bilingual(entry["zh"], entry["en"]),
        Bilingual(because["zh"], because["en"]),
        Bilingual(do["zh"], do["en"]),
        tuple(entry.get("threats", ())),
        str(entry.get("clause", "")),
        bool(entry.get("verified", False)),
    )


def _rule(practice: str, entry: Mapping[str, Any]) -> TextRule:
    name = f"{practice}/{entry.get('id', '?')}"
    unknown = set(entry) - _RULE_KEYS
    if unknown:
        raise RuleError("engine.text_key", rule=name, key=min(unknown))
    strength, by = str(entry["strength"]), entry.get("by", "any")
    if strength not in STRENGTHS or by not in DIRECTIONS:
        raise RuleError("engine.text_value", rule=name, value=f"{strength}, {by}")
    return TextRule(
        name,
        entry["label"],
        strength,
        _sequences(name, entry["find"]),
        by,
        tuple(entry.get("kinds", CHAT)),
        _sequences(name, entry.get("unless", ())),
        bool(entry.get("warned", True)),
        tuple(entry.get("absorbs", ())),
        tuple(_examples(entry.get("examples", {}))),
    )


def _sequences(rule: str, texts: Iterable[str]) -> tuple[Sequence_, ...]:
    found = []
    for text in texts:
        try:
            sequence = parse(text)
        except ValueError as problem:
            raise RuleError("engine.text_sequence", rule=rule, text=text) from problem
        for atom in sorted(atoms_of(sequence)):
            if not atom.startswith(SPAN_WORD) and atom not in vocabulary():
                raise RuleError("engine.text_atom", rule=rule, atom=atom)
        found.append(sequence)
    return tuple(found)


def _examples(entry: Mapping[str, Any]) -> Iterable[Example]:
    for what in ("match", "no_match"):
        for each in entry.get(what, ()):
            told = {"text": each} if isinstance(each, str) else each
            yield Example(told["text"], told.get("by", ""), what == "match")
