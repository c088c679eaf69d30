"""The arguments of every command, with help in both languages."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, NoReturn

from shopwarden import __version__
from shopwarden.cli.arguments import add_commands
from shopwarden.cli.output import put
from shopwarden.errors import UsageError
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.words import Language


# argparse speaks English only: its messages, and what we say instead.
_MESSAGES = (
    (re.compile(r"the following arguments are required: (.*)"), "cli.usage_required"),
    (re.compile(r"unrecognized arguments: (.*)"), "cli.usage_unknown"),
    (re.compile(r"argument .*: invalid choice: (.*)"), "cli.usage_choice"),
    (re.compile(r"argument (.*): expected one argument"), "cli.usage_value"),
    (re.compile(r"argument (.*): invalid int value: .*"), "cli.usage_number"),
)


def _understood(message: str) -> tuple[str, str]:
    for pattern, code in _MESSAGES:
        match = pattern.fullmatch(message)
        if match:
            return code, match[1]
    return "cli.usage", message


class _Formatter(argparse.HelpFormatter):
    """Help whose "usage:" speaks the chosen language."""

    prefix = ""

    def add_usage(
        self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        shown = self.prefix if prefix is None else prefix
        super().add_usage(usage, actions, groups, shown)


class _Parser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        code, what = _understood(message)
        raise UsageError(code, command=self.prog, what=what)


class _Shown(Exception):  # noqa: N818 - no error: help or version was shown
    """Help or the version was printed; there is nothing more to do."""


class _Show(argparse.Action):
    """Print help (or the version) and stop parsing."""

    def __call__(self, parser: Any, *_: Any) -> NoReturn:
        if self.dest == "version":
            put(f"shopwarden {__version__}")
        else:
            parser.print_help()
        raise _Shown


def parse(arguments: Sequence[str], language: Language) -> argparse.Namespace | None:
    """The parsed arguments; None if help or the version was shown instead.

    Raises UsageError when they are wrong.
    """
    try:
        return _build(language).parse_args(list(arguments))
    except _Shown:
        return None


class _Builder:
    """Adds arguments with help from the catalogue."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def word(self, code: str) -> str:
        code = code if "." in code else f"cli.{code}"
        return say(Text(code), self.language).replace("%", "%%")

    def parser(self, parent: Any, name: str, about: str = "") -> Any:
        """A command's parser with `--help` and `--lang`."""
        parser = parent.add_parser(
            name,
            help=self.word(about or f"help_{name}"),
            description=self.word(about or f"help_{name}"),
            add_help=False,
            formatter_class=_formatter(self.language),
        )
        return self.dress(parser)

    def dress(self, parser: Any) -> Any:
        """Give a parser our headings, `--help` and `--lang`."""
        parser._positionals.title = self.word("positionals")  # noqa: SLF001 - argparse has no public setter
        parser._optionals.title = self.word("optionals")  # noqa: SLF001 - the same
        parser.add_argument(
            "-h", "--help", action=_Show, nargs=0, help=self.word("help_help")
        )
        parser.add_argument("--lang", choices=LANGUAGES, help=self.word("help_lang"))
        return parser


def _formatter(language: Language) -> type[_Formatter]:
    prefix = say(Text("cli.usage_prefix"), language)
    return type("Formatter", (_Formatter,), {"prefix": prefix})


def _build(language: Language) -> argparse.ArgumentParser:
    words = _Builder(language)
    parser: argparse.ArgumentParser = words.dress(
        _Parser(
            prog="shopwarden",
            description=words.word("help_all"),
            add_help=False,
            formatter_class=_formatter(language),
        )
    )
    parser.add_argument(
        "--version", action=_Show, nargs=0, help=words.word("help_version")
    )
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar=words.word("command"),
        parser_class=_Parser,
        title=words.word("commands"),
    )
    add_commands(words, commands)
    return parser
