"""Screening of texts: what a sentence asks for, and how sure that is.

    rules = load_text_rules(packages)
    screener = Screener(rules)
    for found in screener.screen(texts, kind="chat", directions=["staff", …]):
        found.marks     labels with strength, place and whether it was disguised
        found.spans     personal data

A text is folded (`engine.fold`), searched for words and numbers in one pass
(`engine.patterns`), and judged by rules about which words stand near each
other (`sequence`). What a rule finds behind a negation is no solicitation but
a warning. What is found only after folding was disguised, and says so.

What it does not do: know the rules (practices keep them), choose lanes
(`screening`), or keep a text.
"""

from __future__ import annotations

from shopwarden.engine.screen.judge import Mark
from shopwarden.engine.screen.reader import Screened
from shopwarden.engine.screen.rules import (
    Label,
    TextRule,
    TextRules,
    load_text_rules,
)
from shopwarden.engine.screen.screener import Screener

__all__ = [
    "Label",
    "Mark",
    "Screened",
    "Screener",
    "TextRule",
    "TextRules",
    "load_text_rules",
]
