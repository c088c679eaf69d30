"""The screening suite is as it was written: never changed to suit a rule."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "screening"


def test_every_file_has_the_sum_it_was_frozen_with() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    here = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.glob("*.jsonl")
    }
    assert here == frozen


def test_the_suite_is_as_large_as_was_asked() -> None:
    texts = [
        json.loads(line)
        for path in FOLDER.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len({text["id"] for text in texts}) == len(texts)
    assert len(texts) >= 1500
    assert sum(bool(text["evasion"]) for text in texts) >= 400
    assert sum(not text["labels"] for text in texts) >= 500
