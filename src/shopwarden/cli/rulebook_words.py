"""A clause told to people, line by line.

What it does not do: choose clauses (`cli.commands.rulebook`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.words import Text, say, show_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.engine.clock import Clock
    from shopwarden.practices.rulebook import (
        Affected,
        Clause,
        Reach,
        Rulebook,
        Standing,
        Stated,
        Version,
    )
    from shopwarden.words import Language


def badge(now: Standing, language: Language) -> str:
    """How far a clause is known, in a few words; never more than is true."""
    return say(Text(f"rulebook.state_{_badge(now)}"), language)


def _badge(now: Standing) -> str:
    version = now.version
    if now.confirmed is not None:
        return "confirmed"
    if version is None:
        return "none"
    if now.lapsed or now.stale:
        return "due"
    return "verified" if version.verified else str(version.state)


def tell_clause(
    clause: Clause, now: Standing, hanging: Reach, book: Rulebook, language: Language
) -> None:
    """Everything about a clause, every version of it."""
    put(f"{clause.id}  {clause.title.in_language(language)}")
    for line in _about(clause, now, hanging):
        tell(line, language)
    several = len(clause.versions)
    for number, version in enumerate(clause.versions, 1):
        if several > 1:
            current = Text("rulebook.current") if version is now.version else ""
            told = {"number": number, "versions": several, "current": current}
            tell(Text("rulebook.shown_version", told), language)
        for line in _version(version, book, language):
            tell(line, language)


def reached(found: Affected) -> Text:
    """What has to be judged anew because of a change."""
    if found.reach.empty:
        return Text("rulebook.change_nothing")
    names = (*found.reach.rules, *found.reach.params, *found.reach.controls)
    told = {"since_day": found.since_ms, "reach": ", ".join(names)}
    if found.until_ms is None:
        return Text("rulebook.change_anew", told)
    until = {**told, "until_day": found.until_ms}
    return Text("rulebook.change_anew_until", until)


def _about(clause: Clause, now: Standing, hanging: Reach) -> Iterator[Text]:
    """What holds for the clause, whatever its version."""
    state = Text(f"rulebook.state_{_badge(now)}")
    yield Text("rulebook.shown_state", {"state": state})
    if now.confirmed is not None:
        days = {"on_day": now.confirmed.on_ms, "until_day": now.confirmed.until_ms}
        yield Text("rulebook.shown_confirmed", days)
    if now.lapsed:
        yield Text("rulebook.shown_lapsed")
    shops = Text(f"rulebook.shops_{clause.shop_type}")
    yield Text("rulebook.shown_shops", {"shops": shops})
    yield Text("rulebook.shown_threats", {"threats": ", ".join(clause.threats) or "-"})
    if hanging.rules:
        rules = ", ".join((*hanging.rules, *hanging.params))
        yield Text("rulebook.shown_rules", {"rules": rules})
    if hanging.controls:
        controls = ", ".join(hanging.controls)
        yield Text("rulebook.shown_controls", {"controls": controls})
    if hanging.empty:
        yield Text("rulebook.shown_no_check")


def _version(version: Version, book: Rulebook, language: Language) -> Iterator[Text]:
    """What one version says, whence it is known, its values and clocks."""
    form = "quotation" if version.quoted else "paraphrase"
    # A rule of China is never shown in English alone.
    yield Text(f"rulebook.shown_{form}", {"says": version.says.zh})
    if language == "en":
        yield Text("rulebook.shown_gloss", {"says": version.says.en})
    yield from _known(version, book)
    for stated in version.values.values():
        yield _value(stated, language)
    for clock in version.clocks:
        yield _clock(clock, version, language)
    if version.note is not None:
        yield Text("rulebook.shown_note", {"note": version.note})


def _known(version: Version, book: Rulebook) -> Iterator[Text]:
    """Source, days and force of a version."""
    for key in version.sources:
        source = book.sources[key]
        dated = source.dated or Text("rulebook.undated")
        kind = Text(f"rulebook.kind_{source.kind}")
        told = {"key": key, "title": source.title, "kind": kind}
        told |= {"where": source.where, "dated": dated}
        yield Text("rulebook.shown_source", told)
    if not version.sources:
        yield Text("rulebook.shown_no_source")
    verified = Text("rulebook.nobody")
    if version.verified:
        by = {"by": version.verified_by or "-", "on_day": version.verified_ms}
        verified = Text("rulebook.somebody", by)
    days = {"seen_day": version.seen_ms, "expires_day": version.expires_ms}
    yield Text("rulebook.shown_seen", {**days, "verified": verified})
    state = Text(f"rulebook.state_{version.from_state}")
    force = {"from_day": version.from_ms, "state": state}
    if version.until_ms is None:
        yield Text("rulebook.shown_force", force)
    else:
        until = {**force, "until_day": version.until_ms}
        yield Text("rulebook.shown_force_until", until)


def _value(stated: Stated, language: Language) -> Text:
    between = say(Text("rulebook.value_or"), language)
    unit = f"rulebook.unit_{stated.unit.lower()}"
    values = (say(Text(unit, {"number": n}), language) for n in _numbers(stated))
    told = {"name": stated.name, "values": between.join(values)}
    state = Text(f"rulebook.state_{stated.state}")
    return Text("rulebook.shown_value", {**told, "state": state})


def _numbers(stated: Stated) -> list[int | str]:
    """The numbers as they were written, whole ones to be grouped by thousands."""
    return [int(n) if n.isdigit() else n for n in stated.written]


def _clock(clock: Clock, version: Version, language: Language) -> Text:
    told = {
        "length": show_span(clock.length_ms, language),
        "counts": Text(f"rulebook.counts_{clock.counts}"),
        "starts": Text(f"rulebook.starts_{clock.starts}"),
        "ends": Text(f"rulebook.ends_{clock.ends}"),
        "state": Text(f"rulebook.state_{version.clock_state}"),
    }
    if len(version.clocks) > 1:
        return Text("rulebook.shown_candidate", told)
    return Text("rulebook.shown_clock", told)
