"""A YAML document read node by node, so that every error has its line.

Stricter than YAML: no duplicate keys, no unknown keys, no anchors, no tags
beyond the plain ones, bounded size and depth.

What it does not do: know what a rule is (`rule.load`).
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from shopwarden.engine.expression import Expression, Origin, parse, span_ms
from shopwarden.words import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from collections.abc import Collection
    from enum import StrEnum

    from shopwarden.errors import RuleError

    Choice = TypeVar("Choice", bound=StrEnum)

MAX_LINES = 80
MAX_CHARACTERS = 40_000
MAX_DEPTH = 12


# libyaml's parser where the wheel has it: ten times as fast, the same marks.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def _composed(text: str) -> Node | None:
    """The document's node, without aliases, and with a bound on depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            raise yaml.composer.ComposerError(
                None, None, "alias or nesting", _mark(event)
            )
    node: Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def _mark(event: yaml.Event) -> yaml.Mark | None:
    """Where an event begins; libyaml has marks of its own class."""
    return cast("yaml.Mark | None", event.start_mark)


def compose(rule: str, text: str) -> Section:
    """The document's top section. Raises RuleError if the text is no YAML map."""
    top = Origin(rule)
    if text.count("\n") > MAX_LINES:
        raise top.error("too_many_lines", "", 0, limit=MAX_LINES)
    if len(text) > MAX_CHARACTERS:
        raise top.error("too_long", "", 0, limit=MAX_CHARACTERS)
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Origin(rule, line, column).error("not_yaml", "", 0) from problem
    except yaml.YAMLError as problem:
        raise top.error("not_yaml", "", 0) from problem
    if not isinstance(node, MappingNode):
        raise top.error("not_yaml", "", 0)
    return Section(rule, node)


def _origin(rule: str, node: Node) -> Origin:
    """Where a scalar's first character stands."""
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    style = getattr(node, "style", None)
    if style in ("|", ">"):
        return Origin(rule, line + 1, 1)
    return Origin(rule, line, column + (1 if style else 0))


def failure(rule: str, node: Node, code: str, /, **params: object) -> RuleError:
    """A RuleError at the node's place."""
    return _origin(rule, node).error(code, "", 0, **params)


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping of the document; its readers raise RuleError with the line."""

    rule: str
    node: MappingNode

    def entries(self) -> dict[str, Node]:
        """The values by key; duplicate and non-text keys are errors."""
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            if not name:
                raise failure(self.rule, key, "bad_key")
            if name in found:
                raise failure(self.rule, key, "duplicate_key", key=name)
            found[name] = value
        return found

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Check the keys: all required ones, and none beyond the optional."""
        known = {*required, *optional}
        for key, _ in self.node.value:
            if key.value not in known:
                raise self._unknown_key(key, known)
        entries = self.entries()
        for name in required:
            if name not in entries:
                raise failure(self.rule, self.node, "key_missing", key=name)

    def _unknown_key(self, key: Node, known: Collection[str]) -> RuleError:
        name = str(key.value)[:64]
        near = get_close_matches(name, sorted(known), n=1)
        if near:
            return failure(self.rule, key, "unknown_key_near", key=name, near=near[0])
        listed = ", ".join(sorted(known))
        return failure(self.rule, key, "unknown_key", key=name, known=listed)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.entries()

    def error(self, at: str, code: str, /, **params: object) -> RuleError:
        """A RuleError at the value of the key `at`."""
        node = self.entries().get(at, self.node)
        return failure(self.rule, node, code, **params)

    def value(self, key: str) -> object:
        """A scalar as YAML reads it: text, int, float, bool or None."""
        return scalar(self.rule, self.entries()[key])

    def text(self, key: str) -> str:
        """A text that is not empty; a plain number or date is taken as text."""
        node = self.entries()[key]
        if not isinstance(node, ScalarNode) or not node.value.strip():
            raise self.error(key, "text_wanted", key=key)
        return str(node.value)

    def integer(self, key: str) -> int:
        """A positive integer."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error(key, "integer_wanted", key=key)
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.error(key, "flag_wanted", key=key)
        return value

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """A member of an enumeration, by its value."""
        text = self.text(key)
        known = sorted(member.value for member in choices)
        if text not in known:
            listed = ", ".join(known)
            raise self.error(key, "choice_wanted", value=text[:64], known=listed)
        return choices(text)

    def span(self, key: str) -> int:
        """A duration such as 7d, in ms."""
        try:
            return span_ms(self.text(key))
        except (KeyError, ValueError):
            raise self.error(key, "duration_wanted", key=key) from None

    def expression(self, key: str) -> Expression:
        """A parsed expression that knows its place in the file."""
        text = self.text(key)
        return parse(text, _origin(self.rule, self.entries()[key]))

    def section(self, key: str) -> Section:
        """A mapping below."""
        return section(self.rule, self.entries()[key])

    def items(self, key: str) -> tuple[Node, ...]:
        """A list of nodes."""
        node = self.entries()[key]
        if not isinstance(node, SequenceNode):
            raise self.error(key, "list_wanted", key=key)
        return tuple(node.value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty."""
        items = self.items(key)
        for item in items:
            if not isinstance(item, ScalarNode) or not item.value.strip():
                raise failure(self.rule, item, "text_wanted", key=key)
        return tuple(str(item.value) for item in items)

    def bilingual(self, key: str) -> Bilingual:
        """A text in both languages."""
        both = self.section(key)
        both.only(LANGUAGES)
        return Bilingual(both.text("zh"), both.text("en"))

    def steps(self, key: str) -> dict[str, tuple[str, ...]]:
        """A list of texts in both languages, equally long and not empty."""
        both = self.section(key)
        both.only(LANGUAGES)
        steps: dict[str, tuple[str, ...]] = {n: both.texts(n) for n in LANGUAGES}
        if not steps["zh"] or len(steps["zh"]) != len(steps["en"]):
            raise self.error(key, "languages_differ", key=key)
        return steps


def section(rule: str, node: Node) -> Section:
    """The node as a mapping."""
    if not isinstance(node, MappingNode):
        raise failure(rule, node, "mapping_wanted")
    return Section(rule, node)


def scalar(rule: str, node: Node) -> object:
    """The node as YAML reads a scalar; dates stay texts."""
    if not isinstance(node, ScalarNode):
        raise failure(rule, node, "scalar_wanted")
    constructor = yaml.constructor.SafeConstructor()
    if node.tag == "tag:yaml.org,2002:timestamp":
        return str(node.value)
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError) as problem:
        raise failure(rule, node, "scalar_wanted") from problem
