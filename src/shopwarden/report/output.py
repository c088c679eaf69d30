"""Write a file whole or not at all.

The content goes to a temporary file in the same folder, which takes the
file's name only when it is complete; Ctrl-C leaves the old file, or none.

What it does not do: create folders; a mistyped path should be seen.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.errors import OutputError
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a new file may be read by, before the umask: as `open` would make it.
ORDINARY = 0o666

# The system's own words for these are in its language, not in the reader's.
_CAUSES = {
    errno.ENOSPC: Text("report.cause_full"),
    errno.EDQUOT: Text("report.cause_full"),
    errno.EFBIG: Text("report.cause_too_large"),
    errno.EACCES: Text("report.cause_refused"),
    errno.EPERM: Text("report.cause_refused"),
    errno.EROFS: Text("report.cause_read_only"),
    errno.ENAMETOOLONG: Text("report.cause_name"),
}


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A temporary path to write to, renamed to `path` when the block ends well.

    Raises OutputError if the folder is missing, `path` is a folder, or the
    system refuses to write (the cause is named).
    """
    if not path.parent.is_dir():
        raise OutputError("report.folder_missing", folder=str(path.parent))
    if path.is_dir():
        raise OutputError("report.is_folder", path=str(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        yield Path(name)
        Path(name).chmod(ORDINARY & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with line feeds. Raises OutputError."""
    with written(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> OutputError:
    named = error.strerror or type(error).__name__
    cause = _CAUSES.get(error.errno or 0, named)
    return OutputError("report.not_written", path=str(path), cause=cause)
