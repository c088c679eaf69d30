"""Check that every message has its words, in both languages.

Each entry of `words/locale/<room>.toml` holds `zh` and `en` with the same
placeholders. Each code the source gives to `Text(...)` or to an error has an
entry, whose placeholders are among the parameters given there; so has each
text elsewhere (a table, say) that looks like a code. No entry is left over.

A code that is put together (`f"sources.{kind}"`) counts as using every entry
that begins like it; whether that entry exists is for the tests of its room.

usage: python tools/check_catalogues.py [ROOT]
"""

from __future__ import annotations

import ast
import re
import string
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path("src", "shopwarden")
LOCALE = PACKAGE / "words" / "locale"
LANGUAGES = ("zh", "en")
CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+")
QUOTED = re.compile(r"[\"']([a-z_]+\.[a-z0-9_]+)[\"']")
BEGUN = re.compile(r"f[\"']([a-z_]+\.[a-z0-9_]*)\{")
FILE_NAME = re.compile(r".*\.(css|csv|html|js|jsonl?|toml|xlsx|ya?ml)")
HANZI = re.compile(r"[\u4e00-\u9fff]")

Entries = dict[str, frozenset[str]]  # code → its placeholders


@dataclass(frozen=True, slots=True)
class Use:
    """A code given to `Text` or an error; `given` is None where not written out."""

    place: str
    code: str
    given: frozenset[str] | None


def main() -> int:
    """Print what has no words, or words no one uses; 1 if there is anything."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    entries: Entries = {}
    complaints = list(read_catalogues(root, entries))
    for path in sorted((root / PACKAGE).rglob("*.py")):
        for use in uses(path, rooms=frozenset(c.partition(".")[0] for c in entries)):
            complaints += judge(use, entries)
    complaints += left_over(root, entries)
    print("\n".join(complaints) or f"catalogues: {len(entries)} messages, zh and en")
    return 1 if complaints else 0


# What whoever catches an error adds to its parameters.
TOLD_LATER = {"UnreadableError": frozenset({"file"})}


def read_catalogues(root: Path, entries: Entries) -> Iterator[str]:
    """Fill `entries`; complain of entries that lack a language or a placeholder."""
    for path in sorted((root / LOCALE).glob("*.toml")):
        for name, entry in tomllib.loads(path.read_text("utf-8")).items():
            code = f"{path.stem}.{name}"
            entries[code] = placeholders(entry.get("zh", ""))
            yield from flaws(f"{path}: [{name}]", entry)


def flaws(place: str, entry: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one entry."""
    if set(entry) != set(LANGUAGES) or not all(t.strip() for t in entry.values()):
        yield f"{place} needs zh and en, nothing else, neither empty"
    elif placeholders(entry["zh"]) != placeholders(entry["en"]):
        yield f"{place} has other placeholders in zh than in en"
    elif not HANZI.search(entry["zh"]):
        yield f"{place} is not Chinese in zh"


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def uses(path: Path, rooms: frozenset[str]) -> Iterator[Use]:
    """Every `Text("code", …)`, `SomeError("code", …)` and bare code of a file."""
    spoken_for: set[ast.AST] = set()
    tree = ast.parse(path.read_text("utf-8"), str(path))
    for node in ast.walk(tree):  # breadth first: a call before its arguments
        place = f"{path}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.JoinedStr):
            spoken_for.update(node.values)
        elif isinstance(node, ast.Call) and says(node) and node.args:
            spoken_for.add(node.args[0])
            code = code_of(node.args[0])
            if code:
                given = parameters(node)
                later = TOLD_LATER.get(ast.unparse(node.func), frozenset())
                yield Use(place, code, given if given is None else given | later)
        elif node not in spoken_for and code_of(node).partition(".")[0] in rooms:
            yield Use(place, code_of(node), None)


def says(call: ast.Call) -> bool:
    """Whether a call makes a `Text` or an error."""
    name = ast.unparse(call.func).rpartition(".")[2]
    return name == "Text" or name.endswith("Error")


def code_of(node: ast.AST) -> str:
    """The message code a node spells out; empty where it is none."""
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, str) or not CODE.fullmatch(value):
        return ""
    return "" if FILE_NAME.fullmatch(value) else value


def parameters(call: ast.Call) -> frozenset[str] | None:
    """The names of the parameters given; None where they are not written out."""
    names: set[object] = {k.arg for k in call.keywords if k.arg != "params"}
    table = next((k.value for k in call.keywords if k.arg == "params"), None)
    table = call.args[1] if len(call.args) > 1 else table
    if isinstance(table, ast.Dict):
        names |= {k.value if isinstance(k, ast.Constant) else None for k in table.keys}
    elif table is not None:
        return None
    known = frozenset(name for name in names if isinstance(name, str))
    return known if len(known) == len(names) else None


def judge(use: Use, entries: Entries) -> Iterator[str]:
    """What is wrong with one use."""
    if use.code not in entries:
        yield f"{use.place}: {use.code} has no entry"
    elif use.given is not None and not entries[use.code] <= use.given:
        missing = ", ".join(sorted(entries[use.code] - use.given))
        yield f"{use.place}: {use.code} needs {missing}"


def left_over(root: Path, entries: Entries) -> Iterator[str]:
    """Entries that no file of the package names."""
    sources = sorted((root / PACKAGE).rglob("*.py"))
    text = "\n".join(path.read_text("utf-8") for path in sources)
    named = set(QUOTED.findall(text))
    begun = tuple(BEGUN.findall(text))
    for code in sorted(entries):
        if code not in named and not code.startswith(begun):
            yield f"{code} is used nowhere"


if __name__ == "__main__":
    raise SystemExit(main())
