"""Progress on standard error: one line a file and stage, live on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shopwarden.words import Text, say

if TYPE_CHECKING:
    from shopwarden.words import Language

_MEGABYTE = 1 << 20


class Progress:
    """Called with a name and how much of it is done; writes whole lines only."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._live = sys.stderr.isatty()
        self._shown = ""

    def __call__(self, name: str, done: int, total: int) -> None:
        """Bytes of one file read so far."""
        finished = done >= total
        if not (self._live or finished):
            return
        share = Text("cli.progress_done")
        if not finished:
            share = Text("cli.progress_percent", {"percent": done * 100 // total})
        told = {"name": name, "size": _size(total), "done": share}
        line = say(Text("cli.progress_file", told), self._language)
        self._write(line, last=finished)

    def _write(self, line: str, *, last: bool) -> None:
        if last and line == self._shown:
            return
        self._shown = line
        start, end = ("\r\x1b[K", "\n" if last else "") if self._live else ("", "\n")
        sys.stderr.write(f"{start}{line}{end}")
        sys.stderr.flush()


def _size(count: int) -> str:
    """So many bytes, in the unit that gives them a figure."""
    if count < _MEGABYTE:
        return f"{-(-count // 1024):,} KB"
    return f"{count / _MEGABYTE:,.1f} MB"


def stage(code: str, language: Language) -> None:
    """Say that a stage begins."""
    sys.stderr.write(say(Text(code), language) + "\n")
    sys.stderr.flush()
