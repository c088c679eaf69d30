"""One version of a clause read: its text, state, days, values and clocks.

A state may not claim more than its sources carry: `read` needs the text of a
law, `repost` a repost; `unverified` may rest on nothing.

What it does not do: order the versions of a clause (`rulebook.read`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.clock import read_candidates, read_clock
from shopwarden.engine.rule.document import scalar, section
from shopwarden.practices.rulebook.clause import SourceKind, State, Version
from shopwarden.practices.rulebook.stated import read_values
from shopwarden.records.moment import read_moment
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

    from shopwarden.engine.clock import Clock
    from shopwarden.engine.rule.document import Section
    from shopwarden.errors import RuleError
    from shopwarden.practices.rulebook.clause import Source

VERSION = (
    *("says", "state", "source", "seen_on", "verified_by", "verified_on"),
    *("effective", "expires", "values", "clock", "candidates", "clock_state", "note"),
)
_FORMS = {"quotation": True, "paraphrase": False}
_CARRIES = {
    State.READ: {SourceKind.REPOSITORY},
    State.SECOND_HAND: {SourceKind.PAGE, SourceKind.OWN_PAGE, SourceKind.VENDOR},
    State.REPOST: {SourceKind.REPOST},
    State.UNVERIFIED: set(SourceKind),
}


def read_version(given: Section, sources: Mapping[str, Source]) -> Version:
    """The version of a section. Raises RuleError with line and hint."""
    for key in ("says", "state", "source"):
        if not given.has(key):
            raise given.error("", "key_missing", key=key)
    state = given.choice("state", State)
    keys = _sources(given, state, sources)
    first = sources[keys[0]] if keys else None
    says = given.section("says")
    says.only(("form", "zh", "en"))
    if says.text("form") not in _FORMS:
        raise expected(says, "form", " | ".join(_FORMS))
    begun, ended, begun_state = _span(given, first)
    clocks, clock_state = _clocks(given, state)
    return Version(
        from_ms=begun,
        until_ms=ended,
        from_state=begun_state,
        state=state,
        says=Bilingual(says.text("zh"), says.text("en")),
        quoted=_FORMS[says.text("form")],
        sources=keys,
        seen_ms=_day_or(given, "seen_on", first.seen_ms if first else None),
        verified_by=_text_or_none(given, "verified_by"),
        verified_ms=_day_or(given, "verified_on", None),
        expires_ms=_expires(given, first),
        values=read_values(given, state),
        clocks=clocks,
        clock_state=clock_state,
        note=given.bilingual("note") if given.has("note") else None,
    )


def expected(given: Section, key: str, wanted: str) -> RuleError:
    """The RuleError that something else belongs at a key."""
    return given.error(key, "choice_wanted", value=key, known=wanted)


def texts(given: Section, key: str) -> tuple[str, ...]:
    """A list of texts; none if the key is missing."""
    return given.texts(key) if given.has(key) else ()


def read_day(given: Section, key: str) -> int:
    """A day of China as its first moment."""
    return _day(given, key, given.value(key))


def read_effective(given: Section) -> tuple[int | None, int | None, State]:
    """Since when and until when a text is in force, and how far that is known."""
    span = given.section("effective")
    span.only(("from", "state"), ("until",))
    begun, ended = (
        _day_or(span, key, None) if span.has(key) else None for key in ("from", "until")
    )
    return begun, ended, span.choice("state", State)


def _day(given: Section, key: str, value: object) -> int:
    try:
        moment = read_moment(str(value))
    except ValueError:
        moment = None
    if moment is None:
        raise expected(given, key, "2026-01-01")
    return moment


def _day_or(given: Section, key: str, default: int | None) -> int | None:
    """A day, None where null is written, the default where nothing is."""
    if not given.has(key):
        return default
    value = given.value(key)
    return None if value is None else _day(given, key, value)


def _text_or_none(given: Section, key: str) -> str | None:
    if not given.has(key) or given.value(key) is None:
        return None
    return given.text(key)


def _sources(
    given: Section, state: State, sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """The keys of the sources; each must be known, and one carry the state."""
    keys = given.texts("source")
    for key in keys:
        if key not in sources:
            raise expected(given, "source", ", ".join(sorted(sources)))
    carried = any(sources[key].kind in _CARRIES[state] for key in keys)
    if not carried and state is not State.UNVERIFIED:
        raise expected(given, "state", f"a source that carries {state}")
    return keys


def _span(
    given: Section, source: Source | None
) -> tuple[int | None, int | None, State]:
    """The days of a version: its own, else its source's."""
    begun, ended, state = None, None, State.UNVERIFIED
    if given.has("effective"):
        begun, ended, state = read_effective(given)
    elif source is not None:
        begun, state = source.from_ms, source.from_state
    if given.has("valid_from"):
        begun = _day_or(given, "valid_from", None)
    return begun, ended, state


def _expires(given: Section, source: Source | None) -> int:
    """When somebody has to look again: no clause is known for ever."""
    if given.has("expires"):
        return read_day(given, "expires")
    if source is None:
        raise given.error("", "key_missing", key="expires")
    return source.expires_ms


def _clocks(given: Section, state: State) -> tuple[tuple[Clock, ...], State]:
    """The clock, or the candidates for it, and how far they are known."""
    known = given.choice("clock_state", State) if given.has("clock_state") else state
    if given.has("clock") and given.has("candidates"):
        raise expected(given, "candidates", "clock | candidates")
    if given.has("clock"):
        return (read_clock(_mapping(given, "clock"), given.rule),), known
    if not given.has("candidates"):
        return (), known
    written = [_plain(given.rule, node) for node in given.items("candidates")]
    return read_candidates(written, given.rule).clocks, known


def _mapping(given: Section, key: str) -> dict[str, object]:
    return _plain(given.rule, given.entries()[key])


def _plain(rule: str, node: Node) -> dict[str, object]:
    entries = section(rule, node).entries()
    return {name: scalar(rule, value) for name, value in entries.items()}
