"""The commands and the arguments of each.

What it does not do: parse (`cli.parser`).
"""

from __future__ import annotations

from typing import Any, Protocol


class Words(Protocol):
    """What gives a command its parser and its words."""

    def word(self, code: str) -> str:
        """The help of a code, in the reader's language."""

    def parser(self, parent: Any, name: str, about: str = "") -> Any:
        """A command's parser with `--help` and `--lang`."""


SEVERITIES = ("high", "medium", "low")
CATEGORIES = ("mixed", "fresh", "cosmetics", "electronics", "apparel")
# As in practices.education.lessons, which would load YAML for `--help`.
ROLES = ("service", "warehouse", "operations", "finance", "owner")
STATES = ("read", "second_hand", "repost", "unverified", "confirmed", "due")


def add_commands(words: Words, commands: Any) -> None:
    """Every command, in the order of the help."""
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
    _redteam(words, commands)
    _notice(words, commands)


def _inputs(words: Words, parser: Any) -> None:
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


def _scan(words: Words, commands: Any) -> None:
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


def _reconcile(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "reconcile")
    _inputs(words, parser)
    parser.add_argument("--order", default="", help=words.word("help_order"))
    parser.add_argument(
        "--json", metavar="FILE", default="", help=words.word("help_reconcile_json")
    )


def _map(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "map")
    parser.add_argument("path", metavar="FILE", help=words.word("help_map_file"))
    parser.add_argument(
        "--save", metavar="FILE", default="", help=words.word("help_save")
    )


def _propose(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "propose")
    _inputs(words, parser)
    parser.add_argument(
        "--save", metavar="FILE", default="", help=words.word("help_propose_save")
    )


def _rules(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "rules")
    parser.add_argument(
        "action", choices=("list", "show", "test"), help=words.word("help_action")
    )
    parser.add_argument("rule", nargs="?", default="", help=words.word("help_rule"))


def _guide(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "guide")
    parser.add_argument(
        "--coverage", action="store_true", help=words.word("help_coverage")
    )


def _rulebook(words: Words, commands: Any) -> None:
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


def _lesson(words: Words, commands: Any) -> None:
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


def _sample(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "sample")
    parser.add_argument("folder", metavar="DIR", help=words.word("help_folder"))
    parser.add_argument(
        "--orders", type=int, default=20_000, help=words.word("help_orders")
    )
    parser.add_argument("--seed", type=int, default=1, help=words.word("help_seed"))
    parser.add_argument("--clean", action="store_true", help=words.word("help_clean"))
    parser.add_argument(
        "--category",
        choices=CATEGORIES,
        default=CATEGORIES[0],
        help=words.word("help_category"),
    )
    parser.add_argument(
        "--layout",
        choices=("old", "new", "both"),
        default="both",
        help=words.word("help_layout"),
    )


def _screen(words: Words, commands: Any) -> None:
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


def _price(words: Words, commands: Any) -> None:
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


def _notice(words: Words, commands: Any) -> None:
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


def _redact(words: Words, commands: Any) -> None:
    parser = words.parser(commands, "redact")
    parser.add_argument("path", metavar="FILE", help=words.word("help_redact_file"))
    parser.add_argument(
        "-o", "--out", metavar="OUT", default="", help=words.word("help_redact_out")
    )
    parser.add_argument(
        "--json", metavar="FILE", default="", help=words.word("help_redact_json")
    )


def _redteam(words: Words, commands: Any) -> None:
    """Add the command and its arguments."""
    parser = words.parser(commands, "redteam", "redteam.help_redteam")

    def add(name: str, **how: Any) -> None:
        help_ = words.word(f"redteam.help_{name}")
        parser.add_argument(f"--{name}", help=help_, **how)

    add("rule", metavar="ID", default="")
    add("texts", action="store_true")
    add("budget", metavar="N", type=int)
    add("seed", metavar="S", type=int, default=1)
    add("json", metavar="FILE", default="")
    add("markdown", action="store_true")
