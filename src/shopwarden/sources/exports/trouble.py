"""How the file layer words what it could not read: one code, one hint.

Every code `sources.file_<what>` has a second entry `file_<what>_hint` that
says what to do. No cell value ever enters a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.problem import Extent, Problem
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.sources.exports.limits import Limits, UnreadableError


def trouble(
    code: str,
    file: str,
    params: Mapping[str, object] | None = None,
    *,
    row: int = 0,
    column: str = "",
    extent: Extent = Extent.ROW,
) -> Problem:
    """The problem `code` (such as `sources.file_row_long`) at its place."""
    shown = {"file": file, "row": row, **(params or {})}
    return Problem(
        file=file,
        row=row,
        column=column,
        reason=Text(code, shown),
        hint=Text(f"{code}_hint", shown),
        extent=extent,
    )


def refusal(error: UnreadableError, file: str) -> Problem:
    """The problem that a file was refused."""
    return trouble(error.code, file, error.params, extent=Extent.FILE)


def note(code: str, file: str, **params: object) -> Problem:
    """A problem that lost nothing, but that a person should know."""
    return trouble(code, file, params, extent=Extent.NOTE)


def too_many_rows(file: str, limits: Limits) -> Problem:
    """The problem that the rest of a table was not read."""
    return trouble(
        "sources.file_many_rows", file, {"limit": limits.rows}, extent=Extent.FILE
    )
