"""Assemble: the drafts of many files become one shop's facts.

    codes       of all files over one sorted list of names a domain
    versions    what overlapping exports tell again (`versions`)
    total order (ts, business key, version), whatever the order of the files

What it does not do: read files, or decide which files belong together
(`sources.shops`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS, day_of
from shopwarden.records.schema import NO_CODE, SCHEMAS, TOKEN_DOMAINS, Form, Kind
from shopwarden.records.tokens import TOKEN_BYTES
from shopwarden.sources.exports.coded import Coded, encoded
from shopwarden.sources.page_changes import compared, page_changes
from shopwarden.sources.retold import with_identifiers
from shopwarden.sources.sorting import ordered
from shopwarden.sources.versions import Overlap, newest, settled_since, versioned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.sources.exports.draft import Draft

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The facts of one file (or sheet) for one shop."""

    file: str
    known_at: int
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The facts, and what was told more than once."""

    facts: Facts
    overlaps: Mapping[Kind, Overlap] = field(default_factory=dict)
    settled_since: int = 0


def assemble(parts: Sequence[Part], *, keep_versions: bool = False) -> Assembled:
    """One shop's facts out of the parts, in any order of parts.

    With `keep_versions` superseded contents stay in the tables, for `as_of`.
    """
    parts = sorted(parts, key=_identity)
    names, translations = _names(parts)
    tables: dict[Kind, Table] = {}
    overlaps: dict[Kind, Overlap] = {}
    settled = 0
    changed: dict[str, Array] | None = None  # pages that two tables tell otherwise
    for kind in SCHEMAS:
        columns = _concatenated(kind, parts, translations)
        if kind is Kind.LISTING_CHANGED:
            columns = _below(columns, changed)
        if columns is None:
            continue
        if kind is Kind.BILL_LINE:
            columns = with_identifiers(columns)
        kept, overlaps[kind] = versioned(kind, columns)
        if kind is Kind.LISTING:
            logged = _concatenated(Kind.LISTING_CHANGED, parts, translations)
            changed = page_changes({n: c[kept] for n, c in columns.items()}, logged)
        if not keep_versions:
            _drop(columns, kept)
            kept = newest(kind, columns)
            if kind is Kind.BILL_LINE:
                gone = settled_since(columns) & kept
                settled = int(gone.sum())
                kept &= ~gone
        _drop(columns, kept)
        tables[kind] = _in_order(kind, columns)
    _name_buyers(tables)
    files = tuple(part.file for part in parts)
    coverage = tuple(_coverage(parts))
    coverage += compared(coverage)
    return Assembled(Facts(tables, names, files, coverage), overlaps, settled)


def _below(
    columns: dict[str, Array] | None, more: dict[str, Array] | None
) -> dict[str, Array] | None:
    """The rows of both, one below the other."""
    if columns is None or more is None:
        return more if columns is None else columns
    return {name: np.concatenate([columns[name], more[name]]) for name in columns}


def as_of(facts: Facts, moment_ms: int) -> Facts:
    """What had happened and was known by a moment, in the version known then.

    `facts` must have been assembled with `keep_versions`.
    """
    tables = {}
    for kind, table in facts.tables.items():
        by_then = (table["ts"] <= moment_ms) & (table["known_at"] <= moment_ms)
        seen = table.take(by_then)
        seen = seen.take(newest(kind, seen.columns))
        if kind is Kind.BILL_LINE:
            seen = seen.take(~settled_since(seen.columns))
        tables[kind] = seen
    coverage = tuple(
        replace(c, end_ms=min(c.end_ms, moment_ms))
        for c in facts.coverage
        # A file made later covers nothing yet: what it tells is not known either.
        if c.start_ms <= moment_ms and (c.known_at is None or c.known_at <= moment_ms)
    )
    return Facts(tables, facts.names, facts.files, coverage)


def _identity(part: Part) -> tuple[Any, ...]:
    """What tells parts apart even where two files have one name."""
    sizes = tuple((d.kind, len(d), int(d.ts.sum())) for d in part.drafts)
    return part.file, part.known_at, sizes


def _drop(columns: dict[str, Array], kept: NDArray[np.bool_]) -> None:
    if not kept.all():
        for name in columns:
            columns[name] = columns[name][kept]


def _coded(parts: Iterable[Part]) -> Iterable[tuple[str, Coded]]:
    """Every coded column with its domain."""
    for part in parts:
        for draft in part.drafts:
            described = columns_of(draft.kind)
            for name, column in draft.columns.items():
                if isinstance(column, Coded):
                    yield described[name].domain, column


def _names(parts: Sequence[Part]) -> tuple[dict[str, Array], dict[int, Array]]:
    """Sorted names per domain, and per list of values its codes among them."""
    values: dict[str, dict[int, Any]] = {}
    for domain, column in _coded(parts):
        values.setdefault(domain, {})[id(column.values)] = column.values
    names: dict[str, Array] = {}
    translations: dict[int, Array] = {}
    for domain, lists in values.items():
        names[domain], codes = _sorted_names(list(lists.values()), domain)
        translations |= dict(zip(lists, codes, strict=True))
    return names, translations


def _sorted_names(lists: list[Any], domain: str) -> tuple[Array, list[Array]]:
    """The distinct values of some lists, sorted, and each list's codes among them."""
    people = domain in TOKEN_DOMAINS
    typed = [v.cast(pa.binary() if people else pa.string()) for v in lists]
    total = encoded(pa.concat_arrays(typed))
    index = _text_order(total.values)
    rank = np.empty(len(index) + 1, np.int32)
    rank[index] = np.arange(len(index), dtype=np.int32)
    rank[-1] = NO_CODE
    ends = np.cumsum([len(v) for v in lists])[:-1]
    codes = [
        np.append(rank[part], np.int32(NO_CODE)) for part in np.split(total.codes, ends)
    ]
    ordered_values = total.values.take(pa.array(index))
    form = f"S{TOKEN_BYTES}" if people else np.str_
    return np.array(ordered_values.to_numpy(zero_copy_only=False), dtype=form), codes


def _text_order(values: Any) -> NDArray[np.int64]:
    """The order of texts by code points; numbers of one length sort as numbers."""
    if pa.types.is_string(values.type) and len(values):
        lengths = pc.min_max(pc.binary_length(values)).as_py()
        digits = lengths["min"] == lengths["max"] <= 18
        if digits and pc.all(pc.match_substring_regex(values, "^[0-9]+$")).as_py():
            return np.argsort(pc.cast(values, pa.int64()).to_numpy())
    index: NDArray[np.int64] = pc.array_sort_indices(values).to_numpy().astype(np.int64)
    return index


def _concatenated(
    kind: Kind, parts: Sequence[Part], translations: Mapping[int, Array]
) -> dict[str, Array] | None:
    """All drafts of a kind as whole columns, rows in the order of the parts."""
    drafts = [
        (at, part.known_at, draft)
        for at, part in enumerate(parts)
        for draft in part.drafts
        if draft.kind is kind and len(draft)
    ]
    if not drafts:
        return None
    columns: dict[str, Array] = {
        "ts": np.concatenate([d.ts for _, _, d in drafts]),
        "known_at": _repeated([(known, len(d)) for _, known, d in drafts]),
        "file": _repeated([(at, len(d)) for at, _, d in drafts]),
        "row": np.concatenate([d.row for _, _, d in drafts]),
    }
    for name, column in SCHEMAS[kind].columns.items():
        if name == "known_at":
            continue
        pieces = []
        for _, _, draft in drafts:
            found = draft.columns.get(name)
            if found is None:
                pieces.append(missing_column(column, len(draft)))
            elif isinstance(found, Coded):
                pieces.append(translations[id(found.values)][found.codes])
            else:
                pieces.append(found.astype(column.form.dtype, copy=False))
        columns[name] = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return columns


def _repeated(runs: list[tuple[int, int]]) -> Array:
    return np.repeat(
        np.array([value for value, _ in runs], np.int64), [size for _, size in runs]
    )


def _in_order(kind: Kind, columns: dict[str, Array]) -> Table:
    """The table in the total order; its columns in the schema's order."""
    key = [columns[n] for n in SCHEMAS[kind].key]
    index = ordered([columns["ts"], *key, columns["version"]]).index
    result: dict[str, Array] = {}
    for name in columns_of(kind):
        result[name] = columns.pop(name)[index]
    return Table(kind, result)


def _name_buyers(tables: dict[Kind, Table]) -> None:
    """Give facts of an order that name no buyer that of their order."""
    placed = tables.get(Kind.ORDER_PLACED)
    if placed is None:
        return
    for kind in _OF_ORDERS & tables.keys():
        table = tables[kind]
        size = 1 + max(int(placed["order"].max()), int(table["order"].max()))
        buyer = np.full(size + 1, NO_CODE, Form.CODE.dtype)
        buyer[placed["order"]] = placed["buyer"]
        buyer[-1] = NO_CODE  # an order that is missing has code -1
        known = table["buyer"] != NO_CODE
        named = np.where(known, table["buyer"], buyer[table["order"]])
        tables[kind] = Table(kind, {**table.columns, "buyer": named})


_OF_ORDERS = frozenset(
    {
        *(Kind.REFUND_PAID, Kind.MESSAGE, Kind.REMARK, Kind.REVIEW),
        *(Kind.AFTER_SALE_OPENED, Kind.RETURN_RECEIVED, Kind.AFTER_SALE_CLOSED),
        Kind.DISPUTE_OPENED,
    }
)


def _coverage(parts: Sequence[Part]) -> Iterable[Coverage]:
    """Per file and kind the whole days its facts span, not beyond the export."""
    for at, part in enumerate(parts):
        for draft in part.drafts:
            if not len(draft) and draft.span is None:
                continue
            oldest_ms, newest_ms = draft.span or (
                int(draft.ts.min()),
                int(draft.ts.max()),
            )
            start = day_of(oldest_ms) * DAY_MS - SHANGHAI_MS
            end = (day_of(newest_ms) + 1) * DAY_MS - SHANGHAI_MS - 1
            end = max(newest_ms, min(end, part.known_at))
            yield Coverage(draft.kind, start, end, at, part.known_at)
