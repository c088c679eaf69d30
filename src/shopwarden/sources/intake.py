"""Intake: export files in, the facts of one or more shops out.

    intake = read_exports([Path("exports")], tokeniser=tokeniser)
    for shop in intake.shops:
        shop.facts, shop.files, shop.problems, shop.notes

Each sheet is recognised by its headings (or a mapping), read, given to the
shop it belongs to, and put together with the shop's other sheets. The result
does not depend on the order of the files.

What it does not do: read bytes (`exports.raw`), ask a person, or judge a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.problem import Problem
from shopwarden.records.schema import NO_CODE, Kind
from shopwarden.sources.assemble import Assembled, Part, assemble
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.bills import signed_amounts
from shopwarden.sources.exports.columns import known_headings
from shopwarden.sources.exports.complaints import problem
from shopwarden.sources.exports.limits import Limits
from shopwarden.sources.exports.origin import ARROW
from shopwarden.sources.exports.raw import open_sheets
from shopwarden.sources.exports.summary import compare_sums, completed
from shopwarden.sources.gaps import gap_notes
from shopwarden.sources.sections import Section, read_section, with_rows, with_state
from shopwarden.sources.shops import Piece, pieces_of, sorted_by_shop
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.records.facts import Facts
    from shopwarden.records.judge import TextJudge
    from shopwarden.records.tokens import Tokeniser
    from shopwarden.sources.exports.table import Sheet
    from shopwarden.sources.mapping import TableMapping

UNKNOWN = "unknown"
HEADING = "heading"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one table: rows read = kept + problems."""

    name: str
    kind: str
    shop: str
    rows: int = 0
    kept: int = 0
    problems: int = 0
    start_ms: int = 0  # oldest and newest moment of its rows; 0 if it has none
    end_ms: int = 0
    known_at: int = 0
    state_source: str = UNKNOWN  # column, heading, file_name, mapping, unknown
    refused: Problem | None = None


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """One shop's facts and all that a person should know about their sources."""

    shop: str  # id; empty if no file says it
    name: str
    facts: Facts
    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]
    foreign: NDArray[np.int32]  # codes of orders billed here that nobody placed here
    masked: Mapping[str, int] = field(default_factory=dict)  # domain → masked cells


@dataclass(frozen=True, slots=True)
class Intake:
    """All shops found, and the problems that belong to none."""

    shops: tuple[ShopFacts, ...]
    problems: tuple[Problem, ...]
    refused: tuple[FileReport, ...] = ()


def read_exports(
    paths: Sequence[Path],
    *,
    tokeniser: Tokeniser,
    mappings: Sequence[TableMapping] = (),
    shop: str = "",
    home: str = "",
    limits: Limits = Limits(),  # noqa: B008 - frozen, so sharing it is safe
    progress: Callable[[str, int, int], None] | None = None,
    keep_versions: bool = False,
    judge: TextJudge | None = None,
) -> Intake:
    """Read files and folders into facts; nothing is raised for a bad file.

    `shop` is the id asked for: files of other ids are then refused. `home` is the
    shop of shop.yaml, which has what names none. Without a
    `judge` chats, remarks and listings are facts whose labels nobody knows.
    """
    opened = open_sheets(
        paths,
        known_headings=known_headings(),
        limits=limits,
        progress=progress,
    )
    return intake_of(
        opened,
        tokeniser=tokeniser,
        mappings=mappings,
        shop=shop,
        home=home,
        keep_versions=keep_versions,
        judge=judge,
    )


def intake_of(
    opened: Iterable[Sheet | Problem],
    *,
    tokeniser: Tokeniser,
    mappings: Sequence[TableMapping] = (),
    shop: str = "",
    home: str = "",
    keep_versions: bool = False,
    judge: TextJudge | None = None,
) -> Intake:
    """The same, from sheets that are already open."""
    refusals = _Refusals()
    read = partial(read_section, mappings=mappings, tokeniser=tokeniser, judge=judge)
    sections = list(_sections(opened, read, refusals))
    pieces = [piece for section in sections for piece in pieces_of(section)]
    found = sorted_by_shop(pieces, shop, home)
    for piece, why in found.refused:
        refusals.add(why, _report(piece, why))
    shops = tuple(
        _shop_facts(shop_id, members, keep_versions=keep_versions)
        for shop_id, members in sorted(found.shops.items())
    )
    return Intake(
        shops,
        tuple(sorted(refusals.problems, key=lambda p: p.file)),
        tuple(sorted(refusals.reports, key=lambda r: r.name)),
    )


@dataclass(slots=True)
class _Refusals:
    """What could not be used, and why."""

    problems: list[Problem] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)

    def add(self, problem: Problem, report: FileReport) -> None:
        self.problems.append(problem)
        self.reports.append(report)


def _sections(
    opened: Iterable[Sheet | Problem],
    read_sheet: Callable[[Sheet], Section | Problem],
    refusals: _Refusals,
) -> Iterator[Section]:
    """The sheets that can be used, in the order of their names."""
    read: list[Section] = []
    for sheet in opened:
        if isinstance(sheet, Problem):
            refusals.add(sheet, FileReport(sheet.file, UNKNOWN, "", refused=sheet))
            continue
        found = read_sheet(sheet)
        if isinstance(found, Problem):
            refusals.problems += sheet.problems
            refusals.add(found, FileReport(sheet.name, UNKNOWN, "", refused=found))
        else:
            read.append(found)
    for section in _with_summaries(sorted(read, key=lambda s: s.name)):
        if section.known_at is None and len(section.rows) and not section.ahead:
            why = problem(section.name, "no_moment")
            refusals.add(why, FileReport(section.name, section.kind, "", refused=why))
        else:
            yield section


def _with_summaries(sections: Sequence[Section]) -> list[Section]:
    """The sections, bill lines completed from the summary of their workbook."""
    summaries = [s for s in sections if s.kind == recognise.SETTLEMENT_SUMMARY]
    return [
        _completed(s, summaries) if s.kind == recognise.SETTLEMENT_LINES else s
        for s in sections
    ]


def _completed(lines: Section, summaries: Sequence[Section]) -> Section:
    own = [s for s in summaries if _workbook(s) == _workbook(lines)]
    for summary in own:
        amounts = signed_amounts(lines.rows, lines.complaints)
        compare_sums(lines.rows, amounts, summary.rows, summary.complaints)
        if summary.state_source == HEADING != lines.state_source:
            lines = with_state(lines, summary.state, HEADING)
        lines = with_rows(lines, completed(lines.rows, summary.rows))
    return lines


def _workbook(section: Section) -> str:
    return section.name.rpartition(ARROW)[0]


def _shop_facts(
    shop: str, pieces: Sequence[Piece], *, keep_versions: bool
) -> ShopFacts:
    parts = [
        Part(p.section.name, _made(p, pieces), tuple(p.section.drafts(p.rows)))
        for p in pieces
    ]
    told = assemble(parts, keep_versions=keep_versions)
    carriers = [p.section for p in pieces if p.first]
    masked: dict[str, int] = {}
    for section in carriers:
        for domain, count in section.masked.items():
            masked[domain] = masked.get(domain, 0) + count
    problems = [p for s in carriers for p in s.complaints.finished()]
    return ShopFacts(
        shop,
        _shop_name(pieces),
        told.facts,
        tuple(
            replace(_report(p, None), shop=shop, known_at=_made(p, pieces))
            for p in pieces
        ),
        tuple(problems),
        tuple(_notes(told, masked)),
        foreign_orders(told.facts),
        masked,
    )


def _made(piece: Piece, pieces: Sequence[Piece]) -> int:
    """When a piece's table was made; a plan that does not say, with the others.

    Alone it counts as made when its first moment comes.
    """
    section = piece.section
    if section.known_at is not None or not section.ahead:
        return section.known_at or 0
    others = [p.section.known_at for p in pieces if p.section.known_at is not None]
    return max(others, default=section.span()[0] or 0)


def _report(piece: Piece, refused: Problem | None) -> FileReport:
    section = piece.section
    lost = section.complaints.rows_lost if piece.first else 0
    start, end = section.span()
    return FileReport(
        section.name,
        section.kind,
        piece.shop,
        len(piece.rows) + lost,
        0 if refused else len(piece.rows),
        lost,
        start or 0,
        end or 0,
        section.known_at or 0,
        section.state_source,
        refused,
    )


def _shop_name(pieces: Sequence[Piece]) -> str:
    names = {n for p in pieces for n in p.rows.code("shop_name").values.to_pylist()}
    return min(names, default="")


def _notes(told: Assembled, masked: Mapping[str, int]) -> Iterable[Text]:
    yield from gap_notes(told.facts.table(Kind.ORDER_PLACED)["ts"])
    for kind, code in _OVERLAPS.items():
        overlap = told.overlaps.get(kind)
        if overlap is not None and (overlap.same or overlap.changed):
            yield Text(code, {"same": overlap.same, "changed": overlap.changed})
    if told.settled_since:
        yield Text("intake.settled_since", {"count": told.settled_since})
    for domain in sorted(masked):
        yield Text(f"intake.masked_{domain}", {"count": masked[domain]})


_OVERLAPS = {
    Kind.ORDER_PLACED: "intake.overlap_orders",
    Kind.BILL_LINE: "intake.overlap_bills",
    Kind.PROMOTION_SHARE: "intake.overlap_promotions",
    Kind.MESSAGE: "intake.overlap_messages",
    Kind.LISTING: "intake.overlap_listings",
}


def foreign_orders(facts: Facts) -> NDArray[np.int32]:
    """Codes of billed orders no order export knows; none without such exports."""
    bills = facts.table(Kind.BILL_LINE)
    known = np.zeros(len(facts.names.get("order", ())) + 1, np.bool_)
    for kind in (Kind.ORDER_PLACED, Kind.ORDER_LINE):
        known[facts.table(kind)["order"]] = True
    if not known.any():
        return np.empty(0, np.int32)
    known[NO_CODE] = False  # a bill line without a parent has no known parent
    strange = np.zeros(len(known), np.bool_)
    strange[bills["order"][~known[bills["order"]] & ~known[bills["parent"]]]] = True
    strange[NO_CODE] = False
    return np.flatnonzero(strange).astype(np.int32)
