"""Walking: the files under the given paths, in an order that is always the same.

Hidden files, a spreadsheet's lock files (`~$…`) and our own settings beside
exports are passed over; other files that are no tables are named in a note,
once each. A path given by name is tried whatever its ending.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shopwarden.records.problem import Extent, Problem
from shopwarden.sources.exports.origin import Origin
from shopwarden.sources.exports.trouble import note, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from shopwarden.sources.exports.limits import Limits

_ENDINGS = (
    *(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls"),
    *(".html", ".htm", ".zip", ".gz"),
)

# Our own files that lie beside exports; nobody needs to be told about them.
_OURS = frozenset({"shop.yaml", "columns.yaml", "attestations.yaml", "truth.json"})


def is_table_name(name: str) -> bool:
    """Whether a file of that name may hold a table."""
    return name.lower().endswith(_ENDINGS)


def is_hidden(name: str) -> bool:
    """Whether any part of the path is hidden, a lock file, or macOS baggage."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def found_files(
    paths: Sequence[Path],
    limits: Limits,
    progress: Callable[[str, int, int], None] | None,
) -> Iterator[Origin | Problem]:
    """The files of `paths` in sorted order, each folder walked to its depths."""
    for path in sorted(paths):
        if path.is_dir():
            yield from _folder(path, limits, progress)
        else:
            yield _file(path, progress, path.name)


def _folder(
    folder: Path, limits: Limits, progress: Callable[[str, int, int], None] | None
) -> Iterator[Origin | Problem]:
    """Everything under `folder`; links to folders are not followed."""
    count = 0
    errors: list[OSError] = []
    for base, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            path = folder.__class__(base, name)
            if is_hidden(name) or name in _OURS:
                continue
            if not is_table_name(name):
                yield note("sources.file_skipped", name)
                continue
            count += 1
            if count > limits.entries:
                yield _refused("sources.file_many_files", folder, limit=limits.entries)
                return
            yield _file(path, progress, path.relative_to(folder).as_posix())
    for error in errors:
        yield _unreadable(folder.__class__(error.filename or folder), error)
    if not count and not errors:
        yield _refused("sources.file_empty_folder", folder)


def _file(
    path: Path, progress: Callable[[str, int, int], None] | None, name: str
) -> Origin | Problem:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return _refused("sources.file_not_found", path)
    except OSError as error:
        return _unreadable(path, error)
    if not path.is_file():
        return _refused("sources.file_no_table", path)
    return Origin.of_file(name, path, size, progress)


def _refused(code: str, path: Path, **params: object) -> Problem:
    return trouble(code, path.name or str(path), params, extent=Extent.FILE)


def _unreadable(path: Path, error: OSError) -> Problem:
    cause = error.strerror or "I/O error"
    return _refused("sources.file_unreadable", path, cause=cause)
