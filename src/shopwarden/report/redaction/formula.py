"""Formulas: what is written in them, not what they compute.

String literals, long numbers, and names of sheets and tables' columns that hold
personal data are replaced; everything else stays, so that the formula works on.

What it does not do: see through `"139"&"00000001"`.

>>> sheets = Renames()
>>> sheets.add_sheet("13900000001", "手机1")
>>> sheets.applied("SUM('13900000001'!A1:A9)")
"SUM('手机1'!A1:A9)"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.report.redaction.cover import Covered

if TYPE_CHECKING:
    from shopwarden.report.redaction.cover import Cover

_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    r"|'(?:[^']|'')*'!?"
    r"|\[[^\[\]\"']*\]"
    r"|(?<![\w.$])[0-9]{7,}(?:\.0+)?(?![\w.])"
)
_SHEET = re.compile(r"'((?:[^']|'')*)'!|([^\s'\"!()+\-*/^&=<>,;:{}\[\]$]+)!")
_LONG_NUMBER = re.compile(r"[0-9]{7}")
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_NAMES = re.compile(r"[^\w.]")


class Renames:
    """Sheets and defined names that must be called something else."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self._named: re.Pattern[str] | None = None

    def add_sheet(self, old: str, new: str) -> None:
        """Call a sheet otherwise, within what a sheet may be called."""
        base = _NOT_IN_SHEETS.sub("", new)[:LONGEST_SHEET_NAME] or "-"
        taken = {name.casefold() for name in self.sheets.values()}
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base[: LONGEST_SHEET_NAME - 4]} {number}"
        self.sheets[old] = name

    def add_name(self, old: str, new: str) -> None:
        """Call a defined name otherwise."""
        bare = _NOT_IN_NAMES.sub("", new)
        self.names[old] = bare if bare[:1].isalpha() else f"_{bare}"
        names = "|".join(map(re.escape, self.names))
        self._named = re.compile(rf"(?<![\w.])(?:{names})(?![\w.])")

    def applied(self, text: str) -> str:
        """A formula or reference with the new names in it."""
        if self.sheets and "!" in text:
            text = _SHEET.sub(self._sheet, text)
        if self._named is not None:
            text = self._named.sub(lambda m: self.names[m[0]], text)
        return text

    def _sheet(self, found: re.Match[str]) -> str:
        old = found[2] if found[1] is None else found[1].replace("''", "'")
        new = self.sheets.get(old)
        return found[0] if new is None else "'" + new.replace("'", "''") + "'!"


def covered_formula(text: str, cover: Cover, renames: Renames, sense: str) -> Covered:
    """A formula after redaction.

    `sense` is the kind of its column: there every literal is a person's.
    """
    kinds: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        token = found[0]
        if token.startswith("'"):
            return token
        if token.startswith('"'):
            new = _literal(token[1:-1].replace('""', '"'), cover, sense)
            shown = '"' + new.text.replace('"', '""') + '"'
        elif token.startswith("["):
            new = cover.one(token[1:-1])
            shown = "[" + re.sub(r"([\[\]'#])", r"'\1", new.text) + "]"
        else:
            new = cover.one(token.partition(".")[0])
            shown = f'"{new.text}"'
        kinds.extend(new.kinds)
        return shown if new.kinds else token

    if '"' in text or "[" in text or _LONG_NUMBER.search(text):
        text = _TOKEN.sub(replaced, text)
    return Covered(renames.applied(text), tuple(kinds))


def _literal(text: str, cover: Cover, sense: str) -> Covered:
    """A string literal; a list in one (`"甲,乙"`) entry by entry."""
    whole = cover.whole(sense, text) if sense and len(text) > 1 else None
    if whole is not None:
        return whole
    if "," not in text:
        return cover.one(text)
    parts = [cover.one(part) for part in text.split(",")]
    kinds = tuple(kind for part in parts for kind in part.kinds)
    joined = Covered(",".join(part.text for part in parts), kinds)
    return joined if kinds else cover.one(text)
