"""Writing files: CSV in GBK, chunk by chunk, in place only when complete.

What it does not do: know what the columns mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from shopwarden.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

# JD's exports are GBK; gb18030 is its superset, byte for byte the same here.
ENCODING = "gb18030"


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content`; a reader sees the old file or the new, never half."""
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise OutputError("sample.not_written", path=str(path)) from error


def quoted(text: str) -> str:
    """A CSV cell in quotes, its own quotes doubled."""
    return '"' + text.replace('"', '""') + '"'


class CsvFile:
    """One CSV export: a header, then chunks of columns; use as a context.

    `rows` counts records, the header being the first, so that the next
    record is row `rows + 1` of a spreadsheet.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path, self.name, self.rows = path, path.name, 1
        self._partial = path.with_name(path.name + ".partial")
        try:
            self._file = self._partial.open("wb")
        except OSError as error:
            raise OutputError("sample.not_written", path=str(path)) from error
        self._write(",".join(header) + "\r\n")

    def append(self, columns: Sequence[NDArray[np.object_]]) -> int:
        """Add rows given as columns of texts; the row number of the first."""
        return self.append_rows([*map(",".join, zip(*columns, strict=True))])

    def append_rows(self, rows: Sequence[str]) -> int:
        """Add finished rows; the row number of the first."""
        first = self.rows + 1
        if rows:
            self._write("\r\n".join(rows) + "\r\n")
        self.rows += len(rows)
        return first

    def _write(self, text: str) -> None:
        try:
            self._file.write(text.encode(ENCODING))
        except OSError as error:
            raise OutputError("sample.not_written", path=str(self.path)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None:
            self._partial.replace(self.path)
        else:
            self._partial.unlink(missing_ok=True)
