"""Complaints: the problems of one file, with its name and headings filled in.

At most `SHOWN` problems of one reason and column are listed by row; what
exceeds that is one more problem that states how many, so that a file of a
million bad rows is a short list whose counts still add up.

What it does not do: quote a cell. A cell may be personal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shopwarden.records.problem import Extent, Problem
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

SHOWN = 200


def problem(
    file: str,
    code: str,
    *,
    row: int = 0,
    column: str = "",
    extent: Extent = Extent.FILE,
    **params: object,
) -> Problem:
    """A problem whose words are `intake.<code>` and `intake.<code>_hint`."""
    reason = Text(f"intake.{code}", params)
    return Problem(
        file, row, column, reason, Text(f"intake.{code}_hint", params), extent
    )


@dataclass(slots=True)
class Complaints:
    """Collects the problems of one sheet. `headings` is field → heading."""

    file: str
    headings: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    rows_lost: int = 0
    total_lines: int = 0
    _listed: dict[tuple[str, str, Extent], int] = field(default_factory=dict)

    def rows(self, name: str, why: str, at: NDArray[Any]) -> None:
        """Rows set aside because of a column."""
        self.rows_lost += len(at)
        self._list(name, why, at, Extent.ROW)

    def cells(self, name: str, why: str, at: NDArray[Any]) -> None:
        """Cells that were ignored; their rows are kept."""
        self._list(name, why, at, Extent.NOTE)

    def restored(self, name: str, at: NDArray[Any]) -> None:
        """Ids that Excel had turned into numbers, made whole again."""
        self._list(name, "restored_id", at, Extent.NOTE)

    def whole(self, why: str) -> None:
        """A note about the whole sheet."""
        self.problems.append(problem(self.file, why, extent=Extent.NOTE))

    def totals(self, at: NDArray[Any]) -> None:
        """Total lines, which are no rows."""
        self.total_lines += len(at)
        self._list("", "total_line", at, Extent.NOTE)

    def take_over(self, problems: Iterable[Problem]) -> None:
        """What the file layer complained of; its rows never came this far."""
        for found in problems:
            self.rows_lost += found.extent is Extent.ROW
            self.problems.append(found)

    def finished(self) -> tuple[Problem, ...]:
        """All problems, with one more for each list that was cut."""
        cut = [
            problem(
                self.file,
                "more_like_this",
                column=self.headings.get(name, ""),
                extent=Extent.NOTE,
                heading=self.headings.get(name, ""),
                count=total - SHOWN,
            )
            for (name, _, _), total in self._listed.items()
            if total > SHOWN
        ]
        return (*self.problems, *cut)

    def _list(self, name: str, why: str, at: NDArray[Any], extent: Extent) -> None:
        if not len(at):
            return
        key = (name, why, extent)
        before = self._listed.get(key, 0)
        self._listed[key] = before + len(at)
        self.problems.extend(
            self._each(name, why, at[: max(0, SHOWN - before)], extent)
        )

    def _each(
        self, name: str, why: str, at: Iterable[Any], extent: Extent
    ) -> Iterable[Problem]:
        heading = self.headings.get(name, "")
        for row in at:
            yield problem(
                self.file, why, row=int(row), column=heading, extent=extent,
                heading=heading,
            )  # fmt: skip
