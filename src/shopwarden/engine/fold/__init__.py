"""Folding: text as a reader understands it, with the way back to the original.

Two views of a text, made for many texts at once:

    plain   every character as it is read: full width, case, Traditional,
            circled digits, look-alike letters of other scripts; invisible
            characters gone. Spaces and punctuation stay.
    tight   the plain view without the gaps between characters, so that
            微 - 信 reads 微信. Words of several Latin letters keep one space.

Each character of a view knows the place of its original, in code points.

What it does not do: say what a text means, or read 一三八 as digits
(`engine.identify` does that inside a run of digits only).

>>> plain, tight = fold(["加 V－信１３８"])[0]
>>> plain.text, tight.text
('加 v-信138', '加v信138')
>>> plain.original(3, 6)
(3, 6)
"""

from __future__ import annotations

from shopwarden.engine.fold.batch import SEPARATOR, Folded, FoldedBatch, View, fold
from shopwarden.engine.fold.table import folded_kinds

__all__ = ["SEPARATOR", "Folded", "FoldedBatch", "View", "fold", "folded_kinds"]
