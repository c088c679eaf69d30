"""The clauses and sources of the practices, read from their data and checked.

Every file `practices/<practice>/clauses.yaml` holds `practice` and `clauses`
(docs/schemas/clauses.schema.json). A clause that has several texts gives them
as `versions`, each of which may replace any of the clause's own entries.

What it does not do: read settings of a shop (`sources.confirmations`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode

from shopwarden.engine.expression import Origin
from shopwarden.engine.rule.document import Section, failure, section
from shopwarden.practices.rulebook.clause import (
    Clause,
    ShopType,
    Source,
    SourceKind,
)
from shopwarden.practices.rulebook.version import (
    VERSION,
    expected,
    read_day,
    read_effective,
    read_version,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.practices.rulebook.clause import Version

_ID = re.compile(r"(LAW|GBT|JD)(-[A-Z0-9]+)+")
_THREAT = re.compile(r"T[1-8]\.[1-9][0-9]?")
_CLAUSE = ("shop_type", "threats", "checks", "versions")
_SOURCE = ("title", "kind", "where", "dated", "seen_on", "effective", "expires")
# A version that gives one of these replaces both of the clause's.
_EITHER = ("clock", "candidates")
# libyaml where it is built in; the nodes are the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_sources(name: str, text: str) -> dict[str, Source]:
    """The sources of a file by key. Raises RuleError with line and hint."""
    top = _top(name, text)
    top.only(("sources",))
    entries = top.section("sources").entries()
    return {key: _source(key, section(name, node)) for key, node in entries.items()}


def read_clauses(
    name: str, text: str, sources: Mapping[str, Source]
) -> tuple[Clause, ...]:
    """The clauses of a practice's file. Raises RuleError with line and hint.

    Other entries at the top are numbers of the practice's own, not clauses.
    """
    top = _top(name, text)
    for key in ("practice", "clauses"):
        if not top.has(key):
            raise failure(name, top.node, "key_missing", key=key)
    practice, nodes = top.text("practice"), top.items("clauses")
    return tuple(_clause(practice, section(name, node), sources) for node in nodes)


def _top(name: str, text: str) -> Section:
    """The whole of a file; RuleError if it is no YAML mapping."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Origin(name, line, column).error("not_yaml", "", 0) from problem
    if not isinstance(node, MappingNode):
        raise Origin(name).error("not_yaml", "", 0)
    return Section(name, node)


def _source(key: str, given: Section) -> Source:
    given.only(_SOURCE)
    begun, _, state = read_effective(given)
    dated = given.value("dated")
    return Source(
        key,
        given.bilingual("title"),
        given.choice("kind", SourceKind),
        given.text("where"),
        None if dated is None else str(dated),
        read_day(given, "seen_on"),
        begun,
        state,
        read_day(given, "expires"),
    )


def _clause(practice: str, given: Section, sources: Mapping[str, Source]) -> Clause:
    given.only(("id", "title"), (*_CLAUSE, *VERSION))
    if not _ID.fullmatch(given.text("id")):
        raise expected(given, "id", "LAW-PIPL-19 | GBT-35273-6 | JD-PRICE-1")
    if not all(_THREAT.fullmatch(threat) for threat in texts(given, "threats")):
        raise expected(given, "threats", "T1.1 … T8.7")
    typed = given.has("shop_type")
    return Clause(
        given.text("id"),
        practice,
        given.bilingual("title"),
        given.choice("shop_type", ShopType) if typed else ShopType.ALL,
        texts(given, "threats"),
        texts(given, "checks"),
        _versions(given, sources),
    )


def _versions(given: Section, sources: Mapping[str, Source]) -> tuple[Version, ...]:
    """The versions of a clause, the oldest first; a flat clause has one."""
    if not given.has("versions"):
        return (read_version(given, sources),)
    sections = [section(given.rule, node) for node in given.items("versions")]
    if not sections:
        raise expected(given, "versions", "- valid_from: 2026-01-01")
    for each in sections:
        each.only(("valid_from",), VERSION)
    found = tuple(read_version(_merged(given, own), sources) for own in sections)
    for at, (earlier, later) in enumerate(pairwise(found), 1):
        begun = earlier.from_ms
        if later.from_ms is None or (begun is not None and later.from_ms <= begun):
            raise expected(sections[at], "valid_from", "the oldest version first")
    return found


def _merged(clause: Section, own: Section) -> Section:
    """The version's entries, then those of the clause that it does not replace."""
    replaced = set(own.entries())
    if replaced & set(_EITHER):
        replaced.update(_EITHER)
    kept = [(k, v) for k, v in clause.node.value if k.value not in replaced]
    node = own.node
    merged = MappingNode(node.tag, [*node.value, *kept], node.start_mark, node.end_mark)
    return Section(own.rule, merged)
