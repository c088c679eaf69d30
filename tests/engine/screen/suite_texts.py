"""The texts of the frozen suite as data: nothing is asserted of what they say."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "vectors" / "screening"


@cache
def suite_texts() -> dict[tuple[str, str], list[str]]:
    """Texts by kind and direction."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            key = entry["kind"], entry["direction"]
            found.setdefault(key, []).append(entry["text"])
    return found
