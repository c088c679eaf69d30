"""The arguments of every command, with help in both languages."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, NoReturn

from shopwarden import __version__
from shopwarden.cli.output import put
from shopwarden.cli.redteam_arguments import redteam
from shopwarden.errors import UsageError
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.words import Language

SEVERITIES = ("high", "medium", "low")
# As in practices.education.lessons, which would load YAML for `--help`.
ROLES = ("service", "warehouse", "operations", "finance", "owner")
STATES = ("read", "second_hand", "repost", "unverified", "confirmed", "due")


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
    _scan(words, commands)
    _reconcile(words, commands)
    _map(words, commands)
    _propose(words, commands)
    _rules(words, commands)
    _guide(words, commands)
    words.parser(commands, "rhythm")
    _rulebook(words, commands)
    _lesson(words, commands)
    _sample(words, commands)
    _redact(words, commands)
    _screen(words, commands)
    _price(words, commands)
    redteam(words, commands)
    _notice(words, commands)
    return parser


def _inputs(words: _Builder, parser: Any) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help=words.word("help_paths")
    )
    parser.add_argument("--shop", default="", help=words.word("help_shop"))
    parser.add_argument(
        "--settings", metavar="FILE", default="", help=words.word("help_settings")
    )
    parser.add_argument(
        "--attestations",
        metavar="FILE",
        default="",
        help=words.word("help_attestations"),
    )
    parser.add_argument(
        "--columns", metavar="FILE", default="", help=words.word("help_columns")
    )
    parser.add_argument(
        "--as-of", metavar="T", default="", help=words.word("help_as_of")
    )
    parser.add_argument("--quiet", action="store_true", help=words.word("help_quiet"))


def _scan(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "scan")
    _inputs(words, parser)
    parser.add_argument(
        "--report", metavar="FILE.html", default="", help=words.word("help_report")
    )
    parser.add_argument(
        "--xlsx", metavar="FILE.xlsx", default="", help=words.word("help_xlsx")
    )
    parser.add_argument(
        "--json", metavar="FILE", default="", help=words.word("help_json")
    )
    parser.add_argument(
        "--problems", metavar="FILE.csv", default="", help=words.word("help_problems")
    )
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, default="", help=words.word("help_fail_on")
    )


def _reconcile(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "reconcile")
    _inputs(words, parser)
    parser.add_argument("--order", default="", help=words.word("help_order"))
    parser.add_argument(
        "--json", metavar="FILE", default="", help=words.word("help_reconcile_json")
    )


def _map(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "map")
    parser.add_argument("path", metavar="FILE", help=words.word("help_map_file"))
    parser.add_argument(
        "--save", metavar="FILE", default="", help=words.word("help_save")
    )


def _propose(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "propose")
    _inputs(words, parser)
    parser.add_argument(
        "--save", metavar="FILE", default="", help=words.word("help_propose_save")
    )


def _rules(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "rules")
    parser.add_argument(
        "action", choices=("list", "show", "test"), help=words.word("help_action")
    )
    parser.add_argument("rule", nargs="?", default="", help=words.word("help_rule"))


def _guide(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "guide")
    parser.add_argument(
        "--coverage", action="store_true", help=words.word("help_coverage")
    )


def _rulebook(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "rulebook")
    for name, metavar in (
        ("practice", "P"),
        ("id", "X"),
        ("changes", "FROM..TO"),
        ("json", "FILE"),
    ):
        told = words.word(f"help_rulebook_{name}")
        parser.add_argument(f"--{name}", metavar=metavar, default="", help=told)
    parser.add_argument(
        "--state", choices=STATES, default="", help=words.word("help_rulebook_state")
    )
    parser.add_argument(
        "--without-check", action="store_true", help=words.word("help_without_check")
    )
    parser.add_argument(
        "--settings", metavar="FILE", default="", help=words.word("help_settings")
    )
    parser.add_argument(
        "--as-of", metavar="T", default="", help=words.word("help_rulebook_as_of")
    )


def _lesson(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "lesson")
    parser.add_argument(
        "id", nargs="?", metavar="ID", default="", help=words.word("help_lesson_id")
    )
    parser.add_argument(
        "--role", choices=ROLES, default="", help=words.word("help_lesson_role")
    )
    parser.add_argument(
        "--for",
        dest="threat",
        metavar="THREAT",
        default="",
        help=words.word("help_lesson_for"),
    )
    for name in ("card", "quiz", "json"):
        parser.add_argument(
            f"--{name}", action="store_true", help=words.word(f"help_lesson_{name}")
        )
    parser.add_argument(
        "--record",
        metavar="FILE.csv",
        default="",
        help=words.word("help_lesson_record"),
    )
    parser.add_argument("--account", default="", help=words.word("help_account"))


def _sample(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "sample")
    parser.add_argument("folder", metavar="DIR", help=words.word("help_folder"))
    parser.add_argument(
        "--orders", type=int, default=20_000, help=words.word("help_orders")
    )
    parser.add_argument("--seed", type=int, default=1, help=words.word("help_seed"))
    parser.add_argument("--clean", action="store_true", help=words.word("help_clean"))
    parser.add_argument(
        "--layout",
        choices=("old", "new", "both"),
        default="both",
        help=words.word("help_layout"),
    )


def _screen(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "screen")
    parser.add_argument("path", metavar="FILE", help=words.word("help_screen_file"))
    parser.add_argument(
        "--kind",
        choices=("chat", "remark", "listing"),
        default="chat",
        help=words.word("help_kind"),
    )
    parser.add_argument(
        "--direction",
        choices=("staff", "buyer"),
        default="",
        help=words.word("help_direction"),
    )
    parser.add_argument(
        "--fail-on",
        choices=("ring", "today", "weekly"),
        default="",
        help=words.word("help_screen_fail_on"),
    )


def _price(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "price", "prices.help_price")
    parser.add_argument(
        "paths", nargs="*", metavar="FILE", help=words.word("prices.help_files")
    )
    parser.add_argument(
        "--plan", metavar="FILE", default="", help=words.word("prices.help_plan")
    )
    parser.add_argument(
        "--json", action="store_true", help=words.word("prices.help_json")
    )
    for name, shown, told in (
        ("sku", "SKU", "prices.help_sku"),
        ("list", "YUAN", "prices.help_list"),
        ("plan-price", "YUAN", "prices.help_plan_price"),
        ("usual", "YUAN", "prices.help_usual"),
        ("floor", "YUAN", "prices.help_floor"),
        ("cost", "YUAN", "prices.help_cost"),
        ("stock", "COUNT", "prices.help_stock"),
        ("shop", "SHOP", "help_shop"),
        ("settings", "FILE", "help_settings"),
        ("columns", "FILE", "help_columns"),
    ):
        parser.add_argument(
            f"--{name}", metavar=shown, default="", help=words.word(told)
        )
    parser.add_argument("--quiet", action="store_true", help=words.word("help_quiet"))
    # A plan is checked before it begins: no moment hides what is to come.
    parser.set_defaults(as_of="", attestations="")


def _notice(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "notice", "notices.help_notice")
    told = {n: words.word(f"notices.help_{n}") for n in ("file", "set", "yes", "json")}
    parser.add_argument(
        "path", nargs="?", metavar="FILE", default="", help=told["file"]
    )
    parser.add_argument("--set", action="append", default=[], help=told["set"])
    for name in ("save", "shop"):
        help_ = words.word(f"notices.help_{name}")
        parser.add_argument(f"--{name}", default="", help=help_)
    parser.add_argument("--settings", default="", help=words.word("help_settings"))
    for name in ("yes", "json"):
        parser.add_argument(f"--{name}", action="store_true", help=told[name])


def _redact(words: _Builder, commands: Any) -> None:
    parser = words.parser(commands, "redact")
    parser.add_argument("path", metavar="FILE", help=words.word("help_redact_file"))
    parser.add_argument(
        "-o", "--out", metavar="OUT", default="", help=words.word("help_redact_out")
    )
    parser.add_argument(
        "--json", metavar="FILE", default="", help=words.word("help_redact_json")
    )
