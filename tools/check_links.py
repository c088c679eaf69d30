"""Check that relative links in the Markdown files lead somewhere.

A link to a file must name one that exists; an anchor must be a heading of
that file, in the form GitHub gives it. Addresses on the web are not followed:
the check needs no network.

usage: python tools/check_links.py [ROOT]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

SKIPPED = frozenset({".venv", ".git", "var", "node_modules"})
# [text](target), ![picture](target "title"), and [name]: target
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
ON_THE_WEB = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
NAMED = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")


def main() -> int:
    """Print links that lead nowhere; 1 if there are any."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    complaints = [line for page in pages(root) for line in broken(page)]
    print("\n".join(complaints) or "links: all lead somewhere")
    return 1 if complaints else 0


def pages(root: Path) -> list[Path]:
    """The Markdown files of the repository, in a stable order."""
    found = root.rglob("*.md")
    return sorted(p for p in found if not SKIPPED & set(p.relative_to(root).parts))


def broken(page: Path) -> Iterator[str]:
    """The links of one page that lead nowhere."""
    text = FENCE.sub(blank, page.read_text("utf-8"))
    for match in LINK.finditer(CODE.sub(blank, text)):
        target = match[1] or match[2]
        if ON_THE_WEB.match(target):
            continue
        line = text.count("\n", 0, match.start()) + 1
        name, _, anchor = unquote(target).partition("#")
        goal = page.parent / name if name else page
        if not goal.exists():
            yield f"{page}:{line}: {target} does not exist"
        elif anchor and anchor not in anchors(goal):
            yield f"{page}:{line}: {name or page.name} has no heading #{anchor}"


def blank(match: re.Match[str]) -> str:
    """As many lines as were matched, empty, so that line numbers stay true."""
    return "\n" * match[0].count("\n")


def anchors(page: Path) -> set[str]:
    """The anchors of a page: its headings as GitHub slugs, and named ones."""
    if page.suffix != ".md":
        return set()
    text = FENCE.sub(blank, page.read_text("utf-8"))
    found = set(NAMED.findall(text))
    for heading in HEADING.findall(text):
        slug = slug_of(heading)
        nth = 0
        while (name := f"{slug}-{nth}" if nth else slug) in found:
            nth += 1
        found.add(name)
    return found


def slug_of(heading: str) -> str:
    """A heading's anchor: lower case, punctuation gone, spaces as hyphens."""
    words = re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


if __name__ == "__main__":
    raise SystemExit(main())
