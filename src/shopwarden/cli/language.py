"""Which language to speak: `--lang`, else the environment, else Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.words import Language


def chosen_language(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> Language:
    """The language, found before parsing so that help and errors speak it too."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _of(argument.removeprefix("--lang="))
        if argument == "--lang" and at + 1 < len(arguments):
            return _of(arguments[at + 1])
    for name in ("SHOPWARDEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _of(environment[name])
    return "zh"


def _of(text: str) -> Language:
    return "en" if text.lower().startswith(("en", "c", "posix")) else "zh"
