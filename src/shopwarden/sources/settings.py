"""Settings files: YAML read with the line of every value.

`shop.yaml` and `columns.yaml` are edited by hand, so each error names the
file, the line and what would be right. Scalars stay the texts that were
written: `39.90` never becomes a float on its way to fen.

What it does not do: know what a setting means.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import yaml

from shopwarden.errors import OutputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a settings file, and where it stands."""

    file: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, what: str) -> NoReturn:
        """Raise the SettingsError that something else belongs here."""
        raise SettingsError(
            "intake.settings_wrong", file=self.file, line=self.line, expected=what
        )

    def entries(self, allowed: Collection[str] = ()) -> dict[str, Setting]:
        """The entries of a block; with `allowed`, any other name is an error."""
        if self.empty():
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong("name: value")
        found: dict[str, Setting] = {}
        for key, value in self.node.value:
            name = Setting(self.file, key).text()
            if name in found or (allowed and name not in allowed):
                code = "settings_twice" if name in found else "settings_unknown"
                raise SettingsError(
                    f"intake.{code}",
                    file=self.file,
                    line=int(key.start_mark.line) + 1,
                    name=name,
                    known=", ".join(sorted(allowed)),
                )
            found[name] = Setting(self.file, value)
        return found

    def items(self) -> list[Setting]:
        """The items of a list."""
        if self.empty():
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            self.wrong("- item")
        return [Setting(self.file, node) for node in self.node.value]

    def text(self) -> str:
        """A value as it was written."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.wrong("text")
        return str(self.node.value).strip()

    def choice(self, options: dict[str, T]) -> T:
        """One of some words."""
        word = self.text()
        if word not in options:
            self.wrong(" | ".join(options))
        return options[word]

    def read(self, reader: Callable[[str], T], what: str) -> T:
        """The value as `reader` reads it; its ValueError is told by line."""
        try:
            return reader(self.text())
        except ValueError:
            self.wrong(what)

    def empty(self) -> bool:
        """Whether nothing was written."""
        return isinstance(self.node, yaml.ScalarNode) and not self.node.value


def read_settings(path: Path) -> Setting:
    """The whole of a settings file; SettingsError if it is no YAML at all."""
    try:
        text = path.read_text("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("intake.settings_unreadable", file=path.name) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(
            "intake.settings_yaml", file=path.name, line=line
        ) from error
    except yaml.YAMLError as error:
        raise SettingsError("intake.settings_yaml", file=path.name, line=1) from error
    return Setting(path.name, node or yaml.ScalarNode("", ""))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the new one, never half."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError("intake.unwritable", path=str(path)) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise OutputError("intake.unwritable", path=str(path)) from error
