"""A notice as read, told to people and to machines.

What it does not do: read or keep it. Personal data was masked by the reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.cli.output import put, tell
from shopwarden.cli.rulebook_words import badge
from shopwarden.engine.clock import caveats
from shopwarden.report.width import padded
from shopwarden.sources.notices import steps, written_moment
from shopwarden.words import Text, say, show_fen, show_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from shopwarden.cli.notice_clauses import NamedClause
    from shopwarden.sources.notices import Deadline, Found, Notice
    from shopwarden.words import Language

_WIDTH = 10


def tell_notice(
    notice: Notice,
    language: Language,
    clauses: Sequence[NamedClause] | None = None,
    *,
    to: TextIO | None = None,
) -> None:
    """Every field with its line, then clauses and what to do unless left out."""
    tell(Text("notices.head"), language, to=to)
    for name, value, place in _fields(notice, language):
        label = say(Text(f"notices.field_{name}"), language)
        put(f"  {padded(label, _WIDTH)}  {value}{place}", to=to)
    if notice.masked:
        tell(Text("notices.masked", {"count": notice.masked}), language, to=to)
    if clauses is not None:
        _tell_clauses(clauses, language)
        _tell_steps(notice, clauses, language)


def shown(notice: Notice, name: str) -> str | Text:
    """The value of one field in words, without its line."""
    if name == "deadline":
        return ", ".join(map(show_moment, notice.dues)) or Text("notices.not_found")
    return _shown(notice, name) or Text("notices.not_found")


def _shown(notice: Notice, name: str) -> str | Text | None:
    if name in ("orders", "sku"):
        found = notice.orders if name == "orders" else notice.skus
        return ", ".join(one.value for one in found)
    if name == "level":
        level = notice.level
        return Text(f"choices.level_{level.value}") if level else None
    if name == "amount":
        return show_fen(notice.amount.value) if notice.amount else None
    if name == "time":
        return show_moment(notice.noticed.value) if notice.noticed else None
    text = notice.number if name == "number" else notice.clause
    return text.value if text else None


def _fields(notice: Notice, language: Language) -> Iterator[tuple[str, str, str]]:
    lines: dict[str, Sequence[Found[Any]]] = {
        "number": _one(notice.number),
        "level": _one(notice.level),
        "rule": _one(notice.clause),
        "orders": notice.orders,
        "sku": notice.skus,
        "amount": _one(notice.amount),
        "time": _one(notice.noticed),
    }
    for name, found in lines.items():
        value = shown(notice, name)
        told = value if isinstance(value, str) else say(value, language)
        yield name, told, _place(found, language)
        if name == "amount" and notice.each:
            yield "amount", say(Text("notices.each"), language), ""
    yield from _deadlines(notice, language)
    asks = [say(Text(f"notices.ask_{_ASKS[f.value]}"), language) for f in notice.asks]
    joined = ", ".join(asks) or say(Text("notices.not_found"), language)
    yield "asks", joined, _place(notice.asks, language)


# The words of data/words.yaml, by the names of their messages.
_ASKS = {"整改": "mend", "申诉": "appeal", "举证": "prove", "说明": "explain"}


def _one(found: Found[Any] | None) -> tuple[Found[Any], ...]:
    return () if found is None else (found,)


def _place(found: Sequence[Found[Any]], language: Language) -> str:
    """Where the values stood, and whether somebody should look."""
    read = sorted({one.line for one in found if one.line})
    if not read:
        return say(Text("notices.as_given"), language) if found else ""
    told = {"lines": ", ".join(map(str, read))}
    sure = all(one.sure for one in found)
    code = "notices.on_line" if sure else "notices.on_line_unsure"
    return say(Text(code, told), language)


def _deadlines(notice: Notice, language: Language) -> Iterator[tuple[str, str, str]]:
    if not notice.deadlines:
        yield "deadline", say(Text("notices.not_found"), language), ""
    for deadline in sorted(notice.deadlines, key=lambda d: (not d.dues, d.dues)):
        yield "deadline", _deadline(deadline, language), ""


def _deadline(deadline: Deadline, language: Language) -> str:
    asks = [say(Text(f"notices.ask_{_ASKS[ask]}"), language) for ask in deadline.asks]
    about = say(Text("notices.about", {"asks": ", ".join(asks)}), language)
    told = {
        "due": say(Text("notices.or"), language).join(map(show_moment, deadline.dues)),
        "said": deadline.said,
        "line": str(deadline.line),
        "about": about if asks else "",
    }
    if not deadline.line:
        return say(Text("notices.deadline_given", told), language)
    if not deadline.dues:
        return say(Text("notices.deadline_open", told), language)
    several = len(deadline.dues) > 1
    code = "notices.deadline_readings" if several else "notices.deadline"
    return say(Text(code, told), language)


def _tell_clauses(clauses: Sequence[NamedClause], language: Language) -> None:
    put()
    if not clauses:
        tell(Text("notices.no_clause"), language)
        return
    tell(Text("notices.clauses"), language)
    for one in clauses:
        title = one.clause.title.in_language(language)
        put(f"  {one.clause.id}  {title} [{badge(one.standing, language)}]")
        for text in _clock(one):
            put("    " + say(text, language))


def _clock(one: NamedClause) -> Iterator[Text]:
    if one.due is None:
        return
    ask = Text(f"notices.ask_{_ASKS[one.related.runs]}")
    told: dict[str, object] = {"ask": ask, "due_ms": one.due.due_ms}
    if one.own_ms is None:
        yield Text("notices.clock_alone", told)
    elif one.differs:
        first = min(one.due.due_ms, one.own_ms)
        yield Text(
            "notices.clock_differs", {**told, "own_ms": one.own_ms, "first_ms": first}
        )
    else:
        yield Text("notices.clock_same", told)
    yield from caveats(one.due)


def _tell_steps(
    notice: Notice, clauses: Sequence[NamedClause], language: Language
) -> None:
    put()
    tell(Text("notices.steps"), language)
    for code in ("read", *steps(notice, [one.related for one in clauses])):
        put("  - " + say(Text(f"notices.step_{code}"), language))


def machine(notice: Notice, clauses: Sequence[NamedClause]) -> dict[str, Any]:
    """The notice for machines; moments in UTC ms and as China writes them."""
    return {
        "state": "unverified",
        "number": _found(notice.number),
        "level": _found(notice.level),
        "rule": _found(notice.clause),
        "rules_also": [_found(found) for found in notice.others],
        "orders": [_found(found) for found in notice.orders],
        "skus": [_found(found) for found in notice.skus],
        "amount_fen": _found(notice.amount),
        "amount_each": notice.each,
        "amount_fen_by_order": dict(notice.amounts),
        "noticed_ms": _found(notice.noticed),
        "deadlines": [
            {
                "said": deadline.said,
                "line": deadline.line,
                "asks": list(deadline.asks),
                "readings_ms": list(deadline.dues),
                "readings": [written_moment(due) for due in deadline.dues],
            }
            for deadline in notice.deadlines
        ],
        "due_ms": notice.dues[0] if notice.dues else None,
        "asks": [_found(found) for found in notice.asks],
        "personal_masked": notice.masked,
        "clauses": [_clause(one) for one in clauses],
        "steps": steps(notice, [one.related for one in clauses]),
    }


def _found(found: Found[Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "line": found.line or None, "sure": found.sure}


def _clause(one: NamedClause) -> dict[str, Any]:
    version, now = one.standing.version, one.due
    return {
        "id": one.clause.id,
        "title": {"zh": one.clause.title.zh, "en": one.clause.title.en},
        "state": str(version.state) if version else None,
        "sure": one.standing.sure,
        "due_ms": None if now is None else [r.due_ms for r in now.readings],
        "differs": one.differs,
    }
