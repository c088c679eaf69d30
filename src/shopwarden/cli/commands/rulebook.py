"""`shopwarden rulebook`: the clauses of law and of JD, and how far they are known.

    rulebook [--practice P] [--state S]   a line each
    rulebook --id JD-PRICE-1              everything about one
    rulebook --without-check              clauses and threats nothing stands behind
    rulebook --changes FROM..TO           what changed, and what to judge anew

It judges no shop. With `--settings shop.yaml` it says what the shop confirmed.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.cli.rulebook_words import badge, reached, tell_clause
from shopwarden.errors import InputError, UsageError
from shopwarden.practices.guide import guide_rules, load_guide, rules_of
from shopwarden.practices.rulebook import (
    Authority,
    Standing,
    affected,
    check_confirmations,
    control_clauses,
    load_rulebook,
    reach,
    standing,
    without_check,
)
from shopwarden.practices.rulebook.plain import plain_clause
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.report.output import write_text
from shopwarden.report.width import padded
from shopwarden.screening.tables import tables
from shopwarden.sources.shop_file import load_shop_file
from shopwarden.words import Text, show_day

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from shopwarden.practices.guide import Threat
    from shopwarden.practices.rulebook import Change, Clause, Rulebook
    from shopwarden.words import Language


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the arguments chose, and how the shop stands to each clause."""

    book: Rulebook
    reference: Reference
    as_of_ms: int

    def standing(self, clause: Clause) -> Standing:
        own = self.reference.clauses.get(clause.id)
        return standing(clause, self.as_of_ms, own)


def run(options: argparse.Namespace, language: Language) -> int:
    """Show the rulebook, one clause, its gaps or its changes."""
    shown = _Shown(load_rulebook(), _reference(options), _as_of(options.as_of))
    check_confirmations(shown.reference.clauses, shown.book)
    if options.changes:
        return _changes(shown, options, language)
    clauses = _chosen(shown, options)
    if options.json:
        _write(shown, clauses, Path(options.json))
    if options.id:
        hanging = reach(clauses[0], guide_rules(), control_clauses())
        tell_clause(
            clauses[0], shown.standing(clauses[0]), hanging, shown.book, language
        )
    elif options.without_check:
        _without_check(clauses, shown, language)
    else:
        _list(clauses, shown, language)
    return 0


def _reference(options: argparse.Namespace) -> Reference:
    if not options.settings:
        return Reference()
    path = Path(options.settings)
    if not path.is_file():
        raise InputError("cli.path_missing", path=options.settings)
    return load_shop_file(path)


def _as_of(text: str) -> int:
    """The moment meant by `--as-of`, a bare day by its end; else today's."""
    if not text:
        return int(time.time() * 1000)
    moment = _moment(text)
    if moment is None:
        raise UsageError("cli.as_of", value=text)
    return moment if ":" in text else moment + DAY_MS - 1


def _moment(text: str) -> int | None:
    try:
        return read_moment(text)
    except ValueError:
        return None


def _chosen(shown: _Shown, options: argparse.Namespace) -> tuple[Clause, ...]:
    """The clauses that the arguments ask for."""
    book = shown.book
    if options.id:
        name = options.id.upper()
        if name not in book:
            near = get_close_matches(name, [c.id for c in book.clauses], n=1, cutoff=0)
            raise UsageError("rulebook.unknown", clause=options.id, near=near[0])
        return (book.clause(name),)
    clauses = book.of(_practice(options)) if options.practice else book.clauses
    if options.without_check:
        unwatched = without_check(book, guide_rules(), control_clauses())
        clauses = tuple(c for c in clauses if c in unwatched)
    if not options.state:
        return clauses
    return tuple(c for c in clauses if _is(shown.standing(c), options.state))


def _practice(options: argparse.Namespace) -> str:
    """The practice asked for; UsageError if there is none of that name."""
    known = [practice.name for practice in load_guide().practices]
    if options.practice not in known:
        raise UsageError(
            "rulebook.practice", practice=options.practice, known=", ".join(known)
        )
    return str(options.practice)


def _is(now: Standing, state: str) -> bool:
    """Whether a clause is in a state that `--state` can ask for."""
    if state == "confirmed":
        return now.confirmed is not None
    if state == "due":
        return now.stale or now.lapsed
    return now.version is not None and str(now.version.state) == state


def _list(clauses: Sequence[Clause], shown: _Shown, language: Language) -> None:
    for clause in clauses:
        _line(clause, shown, language)
    standings = [shown.standing(clause) for clause in clauses]
    jd = sum(clause.authority is Authority.JD for clause in clauses)
    told = {
        "clauses": len(clauses),
        "law": len(clauses) - jd,
        "jd": jd,
        "verified": sum(
            s.version is not None and s.version.verified for s in standings
        ),
        "confirmed": sum(s.confirmed is not None for s in standings),
        "as_of_day": shown.as_of_ms,
    }
    tell(Text("rulebook.count", told), language)
    tell(Text("rulebook.caution"), language)


def _line(clause: Clause, shown: _Shown, language: Language) -> None:
    """Id, state, the day it was seen, its sources, its title."""
    now = shown.standing(clause)
    version = now.version
    seen = "-" if version is None or version.seen_ms is None else version.seen_ms
    day = seen if isinstance(seen, str) else show_day(seen)
    sources = "-" if version is None else ",".join(version.sources) or "-"
    marks = f"{padded(badge(now, language), 23)} {day:<10} {sources:<12}"
    put(f"{clause.id:<24} {marks} {clause.title.in_language(language)}")


def _without_check(
    clauses: Sequence[Clause], shown: _Shown, language: Language
) -> None:
    """The clauses nothing stands behind, then the threats without a rule and why."""
    tell(Text("rulebook.no_check_heading"), language)
    for clause in clauses:
        _line(clause, shown, language)
    told = {"without": len(clauses), "clauses": len(shown.book.clauses)}
    tell(Text("rulebook.no_check_count", told), language)
    put()
    tell(Text("rulebook.no_rule_heading"), language)
    threats, rules = load_guide().threats, guide_rules()
    bare = [threat for threat in threats if not rules_of(threat.id, rules)]
    for threat in bare:
        tell(_why(threat, language), language)
    counts = {"without": len(bare), "threats": len(threats)}
    tell(Text("rulebook.no_rule_count", counts), language)


def _why(threat: Threat, language: Language) -> Text:
    """Why a threat has no rule: no file shows it, or which files would."""
    told = {"threat": threat.id, "title": threat.title}
    if threat.unseen is not None:
        return Text("rulebook.unseen", {**told, "why": threat.unseen})
    needed = (tables()[name].title.in_language(language) for name in threat.needs)
    needs = {"zh": "、", "en": ", "}[language].join(needed)
    return Text("rulebook.no_rule", {**told, "needs": needs})


def _changes(shown: _Shown, options: argparse.Namespace, language: Language) -> int:
    """What changed in a period, and what has to be judged anew."""
    begun, ended = _period(options.changes)
    found = shown.book.changed_between(begun - 1, ended + DAY_MS - 1)
    if options.practice:
        practice = _practice(options)
        found = tuple(c for c in found if c.clause.practice == practice)
    for change in found:
        _change(change, language)
    if options.json:
        lines = (json.dumps(_plain(c), ensure_ascii=False) for c in found)
        write_text(Path(options.json), "".join(f"{line}\n" for line in lines))
    told = {"from_day": begun, "until_day": ended, "changes": len(found)}
    if found:
        tell(Text("rulebook.change_count", told), language)
    else:
        told.pop("changes")
        tell(Text("rulebook.change_none", told), language)
    return 0


def _period(text: str) -> tuple[int, int]:
    first, dots, last = text.partition("..")
    begun, ended = _moment(first), _moment(last)
    if not dots or begun is None or ended is None or ended < begun:
        raise UsageError("rulebook.period", value=text)
    return begun, ended


def _change(change: Change, language: Language) -> None:
    states = {
        name: Text(f"rulebook.state_{version.state if version else 'none'}")
        for name, version in (("before", change.before), ("after", change.after))
    }
    told = {"at_day": change.at_ms, "clause": change.clause.id, **states}
    tell(Text("rulebook.change", {**told, "title": change.clause.title}), language)
    if change.values:
        values = {"values": ", ".join(change.values)}
        tell(Text("rulebook.change_values", values), language)
    tell(reached(affected(change, guide_rules(), control_clauses())), language)


def _plain(change: Change) -> dict[str, object]:
    found = affected(change, guide_rules(), control_clauses())
    until = found.until_ms
    return {
        "clause": change.clause.id,
        "at": show_day(change.at_ms),
        "before": change.before and str(change.before.state),
        "after": change.after and str(change.after.state),
        "values": list(change.values),
        "rules": list(found.reach.rules),
        "params": list(found.reach.params),
        "controls": list(found.reach.controls),
        "since": show_day(found.since_ms),
        "until": None if until is None else show_day(until),
    }


def _write(shown: _Shown, clauses: Sequence[Clause], path: Path) -> None:
    """One JSON line for each clause."""
    rules, controls = guide_rules(), control_clauses()
    found = (
        plain_clause(c, shown.standing(c), reach(c, rules, controls)) for c in clauses
    )
    lines = (json.dumps(clause, ensure_ascii=False) for clause in found)
    write_text(path, "".join(f"{line}\n" for line in lines))
