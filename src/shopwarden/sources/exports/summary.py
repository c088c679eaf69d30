"""Summary: what 交易汇总 knows of the bill lines in 费用明细.

The new settlement workbook has the fees in one sheet, and in the other, per
order and document, the wallet, the order's times and the settlement time. The
lines take those over, and both sheets' sums are compared.

What it does not do: make bill lines of a sum. A summary without its lines
yields no facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import MISSING, NO_CODE
from shopwarden.sources.exports import coded
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.reading import Rows

if TYPE_CHECKING:
    from shopwarden.sources.exports.complaints import Complaints

Int64 = NDArray[np.int64]

_MOMENTS = ("settled", "due", "placed", "finished")
_CODES = ("wallet", "trade", "parent")


def completed(lines: Rows, summary: Rows) -> Rows:
    """The lines, with what they leave out filled from their summary row."""
    if not len(summary):
        return lines
    line_key, summary_key = _keys(lines, summary)
    at = _first_match(line_key, summary_key)
    numbers = dict(lines.numbers)
    for name in _MOMENTS:
        if name in summary.numbers:
            own = lines.number(name)
            other = np.where(at < 0, MISSING, summary.numbers[name][at])
            numbers[name] = np.where(own == MISSING, other, own)
    codes = dict(lines.codes)
    for name in _CODES:
        if name in summary.codes:
            codes[name] = _filled(lines.code(name), summary.codes[name], at)
    return Rows(lines.row, numbers, codes)


def compare_sums(
    lines: Rows, amounts: Int64, summary: Rows, complaints: Complaints
) -> None:
    """Report each order or document whose lines do not add up to its summary."""
    line_key, summary_key = _keys(lines, summary)
    stated = summary.number("settled_sum")
    keys = np.unique(summary_key)
    place = np.searchsorted(keys, line_key)
    place = np.where(place < len(keys), place, 0)
    told = keys[place] == line_key if len(keys) else np.zeros(len(line_key), bool)
    summed = np.zeros(len(keys), np.int64)
    np.add.at(summed, place[told], np.where(amounts == MISSING, 0, amounts)[told])
    expected = np.zeros(len(keys), np.int64)
    at = np.searchsorted(keys, summary_key)
    np.add.at(expected, at, np.where(stated == MISSING, 0, stated))
    unequal = (summed != expected)[at]
    first = np.concatenate(([True], summary_key[1:] != summary_key[:-1]))
    complaints.cells("settled_sum", "sums_differ", summary.row[unequal & first])


def _keys(lines: Rows, summary: Rows) -> tuple[Int64, Int64]:
    """One integer per order, or per order and document where both sheets have it."""
    size = len(lines)
    order = coded.joined([lines.code("order"), summary.code("order")])
    key = order.codes.astype(np.int64)
    if "document" in lines.codes and "document" in summary.codes:
        document = coded.joined([lines.codes["document"], summary.codes["document"]])
        key = key * (len(document.values) + 1) + document.codes
    return key[:size], key[size:]


def _first_match(wanted: Int64, keys: Int64) -> Int64:
    """Per wanted key the first row of `keys` (some) that holds it; -1 if none does."""
    index = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[index], wanted)
    found = index[np.where(place < len(keys), place, 0)]
    return np.where(keys[found] == wanted, found, -1)


def _filled(own: Coded, other: Coded, at: Int64) -> Coded:
    taken: Any = np.where(at < 0, NO_CODE, other.codes[at])
    both = coded.joined([own, Coded(taken.astype(np.int32), other.values)])
    first, second = both.codes[: len(own)], both.codes[len(own) :]
    return Coded(
        np.where(first >= 0, first, second).astype(np.int32), both.values
    ).used()
