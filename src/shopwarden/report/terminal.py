"""The summary in the terminal: money first, then at most five things, then counts.

What it does not do: print, or look at the environment; it returns lines, and
the caller says how wide they may be and whether colour is wanted (not when
the output is no terminal or NO_COLOR is set).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shopwarden.engine.finding import Lane
from shopwarden.practices.guide import load_guide
from shopwarden.records.problem import Extent
from shopwarden.report.page.posture import STATES
from shopwarden.report.shown import (
    LANES,
    alike,
    counts,
    deadline,
    due_this_week_fen,
    due_today_fen,
    evidence,
    evidence_label,
    first_things,
    folded,
    leading,
    nothing_first,
    overdue_fen,
    owed_fen,
    past_due_fen,
    place,
    shop_title,
    stake_texts,
)
from shopwarden.report.width import columns, cut, padded, wrapped
from shopwarden.screening.posture import State
from shopwarden.words import Text, say, show_fen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shopwarden.records.problem import Problem
    from shopwarden.screening.result import Incident, NotEvaluated, ShopScreening
    from shopwarden.words import Language

NARROWEST, WIDEST = 40, 120
ROWS_SHOWN = 2
LEFT_OPEN_SHOWN = 5
PROBLEMS_SHOWN = 5
_BOLD, _DIM, _RED, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"


def summary(
    shop: ShopScreening,
    language: Language,
    *,
    width: int = 100,
    colour: bool = False,
    files: Mapping[str, str] | None = None,
) -> list[str]:
    """The lines of one shop's summary.

    `files` are those written, by what they are (report, xlsx, json, problems);
    None leaves that part out.
    """
    pen = _Pen(language, min(max(width, NARROWEST), WIDEST), colour=colour)
    lines = [
        *_head(shop, pen),
        *_money(shop, pen),
        *_first(shop, pen),
        *_rest(shop, pen),
        *_posture(shop, pen),
        *_left_open(shop, pen),
        *_problems(shop, pen),
        *([] if files is None else _written(files, pen)),
    ]
    return [line.rstrip() for line in lines]


class _Pen:
    """Words, width and colour of one summary."""

    def __init__(self, language: Language, width: int, *, colour: bool) -> None:
        self.language, self.width, self.colour = language, width, colour

    def say(self, text: Text) -> str:
        return say(text, self.language)

    def mark(self, style: str, line: str) -> str:
        return f"{style}{line}{_PLAIN}" if self.colour else line

    def head(self, text: Text) -> list[str]:
        lines = wrapped(self.say(text), self.width)
        return ["", *(self.mark(_BOLD, line) for line in lines)]

    def item(self, line: str, indent: str = "  ", then: str = "  ") -> list[str]:
        """`line` wrapped; further lines are indented by `then` as well."""
        first, *more = wrapped(line, self.width - columns(indent + then)) or [""]
        return [indent + first, *(indent + then + rest for rest in more)]


def _head(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    name = pen.say(shop_title(shop))
    as_of = Text("report.as_of", {"as_of_ms": shop.as_of})
    yield pen.mark(_BOLD, cut(f"{name} · {pen.say(as_of)}", pen.width))


def _money(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    money = shop.money
    if money is None:
        yield from pen.item(pen.say(Text("report.no_money")), "")
        return
    yield from pen.head(Text("report.owed", {"owed_fen": owed_fen(money)}))
    rows = [
        (Text("report.money_overdue"), overdue_fen(shop)),
        (Text("report.money_today"), due_today_fen(shop)),
        (Text("report.money_week"), due_this_week_fen(shop)),
        (Text("report.money_pending"), money.pending_fen),
        (Text("report.days_past_of"), past_due_fen(shop)),
        (Text("report.money_remainder"), money.remainder_fen),
    ]
    wide = max(columns(pen.say(text)) for text, _ in rows)
    figures = max(columns(show_fen(fen)) for _, fen in rows)
    for text, fen in rows:
        label, figure = pen.say(text), show_fen(fen)
        yield f"  {padded(label, wide)}  {padded(figure, figures, right=True)}"


def _first(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    things = first_things(shop)
    if not things:
        yield from pen.head(nothing_first(shop))
        return
    yield from pen.head(Text("report.first_things", {"count": len(things)}))
    for number, incident in enumerate(things, 1):
        yield from _thing(number, incident, shop, pen)


def _thing(
    number: int, incident: Incident, shop: ShopScreening, pen: _Pen
) -> Iterator[str]:
    lane = pen.say(LANES[incident.lane])
    title, *more = pen.item(f"{number}. [{lane}] {pen.say(incident.title)}", then="   ")
    yield pen.mark(_RED if incident.lane is Lane.RING else _BOLD, title)
    yield from more
    stakes = list(stake_texts(incident))
    when = deadline(incident, shop.as_of)
    orders = Text("report.orders", {"orders": len(incident.orders)})
    # Chats and pages need not be about an order.
    facts = [*stakes, *([when] if when else []), *([orders] if incident.orders else [])]
    if facts:
        yield from pen.item(" · ".join(map(pen.say, facts)), "     ", "")
    yield from pen.item(pen.say(leading(incident).reason), "     ", "")
    rows = evidence(incident)
    for row in rows[:ROWS_SHOWN]:
        at = Text("report.row_at", {"file": row.file, "row": str(row.row)})
        amount = "" if row.amount_fen is None else show_fen(row.amount_fen)
        parts = (pen.say(at), row.order, pen.say(evidence_label(row)), amount)
        shown = cut(" · ".join(filter(None, parts)), pen.width - 7)
        yield pen.mark(_DIM, f"     – {shown}")
    if len(rows) > ROWS_SHOWN:
        rest = Text("report.more_rows", {"rows": len(rows) - ROWS_SHOWN})
        yield pen.mark(_DIM, f"     – {pen.say(rest)}")


def _rest(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    counted = counts(shop)
    parts = [f"{pen.say(LANES[lane])} {count:,}" for lane, count in counted.items()]
    total = Text("report.incidents", {"incidents": len(shop.incidents)})
    yield ""
    yield from pen.item(f"{pen.say(total)} – {' · '.join(parts)}", "")
    weekly = len(folded(shop))
    if weekly:
        yield from pen.item(pen.say(Text("report.folded", {"incidents": weekly})), "")


def _posture(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    """One line a practice: how many of its controls are in which state."""
    if not shop.posture:
        return
    yield from pen.head(Text("report.posture_title"))
    for practice in load_guide().practices:
        counted = Counter(
            each.state
            for each in shop.posture
            if each.control.practice == practice.name
        )
        parts = [
            f"{pen.say(STATES[state])} {counted[state]}"
            for state in State
            if counted[state]
        ]
        line = {
            "practice": Text(practice.title),
            "controls": sum(counted.values()),
            "states": " · ".join(parts),
        }
        yield from pen.item(pen.say(Text("report.posture_line", line)))


def _left_open(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    if not shop.not_evaluated:
        return
    lines = [pen.say(e.opens_with) for e in shop.not_evaluated if not _closed(e)]
    closed = len(shop.not_evaluated) - len(lines)
    if lines:
        yield from pen.head(Text("report.not_evaluated", {"rules": len(lines)}))
    for line, count in Counter(lines).most_common(LEFT_OPEN_SHOWN):
        counted = Text("report.line_rules", {"line": line, "rules": count})
        yield from pen.item(pen.say(counted))
    if closed:
        yield from pen.head(Text("report.not_evaluated_nothing", {"rules": closed}))


def _closed(each: NotEvaluated) -> bool:
    """Whether no file would let the rule judge."""
    return each.opens_with.source == "screening.opens_nothing"


def _problems(shop: ShopScreening, pen: _Pen) -> Iterator[str]:
    serious = [each for each in shop.problems if each.extent is not Extent.NOTE]
    notes = len(shop.problems) - len(serious)
    if serious:
        yield from _serious(serious, pen)
    if notes:
        yield from pen.head(Text("report.hints", {"notes": notes}))


def _serious(serious: Sequence[Problem], pen: _Pen) -> Iterator[str]:
    yield from pen.head(Text("report.problems", {"problems": len(serious)}))
    groups = alike(serious)
    for group in groups[:PROBLEMS_SHOWN]:
        where = " · ".join([group[0].file, *map(pen.say, place(group))])
        told = {"where": where, "reason": group[0].reason}
        yield from pen.item(pen.say(Text("report.problem_line", told)))
        yield from pen.item(pen.say(group[0].hint), "    ", "")
    rest = len(groups) - PROBLEMS_SHOWN
    if rest > 0:
        yield from pen.item(pen.say(Text("report.more_problems", {"problems": rest})))


def _written(files: Mapping[str, str], pen: _Pen) -> Iterator[str]:
    yield ""
    if not files:
        yield from pen.item(pen.say(Text("report.ask_report")), "", "")
    for what, path in files.items():
        # Never wrapped: a path is to be copied.
        told = {"what": Text(f"report.wrote_{what}"), "path": path}
        yield pen.say(Text("report.lies_at", told))
