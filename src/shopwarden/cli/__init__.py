"""The command line: one command for each thing to do.

    scan  reconcile  map  propose  rules  guide  rhythm  rulebook  lesson
    sample  redact  screen  price  notice  redteam

It chooses the language, parses the arguments, runs one command and turns
errors into words and exit codes (docs/exit-codes.md). Commands are imported
only when run, so that `--help` stays quick. It computes nothing itself.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from shopwarden import __version__
from shopwarden.cli.language import chosen_language
from shopwarden.cli.parser import parse
from shopwarden.errors import ShopwardenError
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.words import Language

INTERNAL = 1
INTERRUPTED = 130


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never raises on purpose."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    language = chosen_language(arguments, os.environ)
    try:
        options = parse(arguments, language)
        if options is None:
            return 0
        command = import_module(f"shopwarden.cli.commands.{options.command}")
        code: int = command.run(options, language)
    except ShopwardenError as error:
        _complain(Text(error.code, error.params), language)
        return error.exit_code
    except KeyboardInterrupt:
        _complain(Text("cli.interrupted"), language)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("SHOPWARDEN_TRACEBACK"):
            raise
        _complain(_defect(error), language)
        return INTERNAL
    return code


def _defect(error: Exception) -> Text:
    """The kind of a defect and its place; never its message, which may quote a row."""
    if isinstance(error, MemoryError):
        return Text("cli.memory")
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = "-" if at is None else f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}"
    told = {"kind": type(error).__name__, "place": place, "version": __version__}
    return Text("cli.internal", told)


def _complain(text: Text, language: Language) -> None:
    print(say(text, language), file=sys.stderr)  # noqa: T201 - the edge speaks


def _speak_utf8() -> None:
    """Windows consoles may default to a code page without our characters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
