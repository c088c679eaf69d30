"""The arguments of `shopwarden redteam`."""

from __future__ import annotations

from typing import Any, Protocol


class Words(Protocol):
    """What gives a command its parser, and arguments their help."""

    def word(self, code: str) -> str:
        """A text of the catalogue in the chosen language."""

    def parser(self, parent: Any, name: str, about: str = "") -> Any:
        """A command's parser."""


def redteam(words: Words, commands: Any) -> None:
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
