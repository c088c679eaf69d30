"""Texts judged by the whole guide: the practices' rules, put together once.

What it does not do: hold rules (practices), match words (`engine.screen`).
"""

from __future__ import annotations

from functools import cache

from shopwarden.engine.screen import Screener, load_text_rules
from shopwarden.practices.guide import practice_packages


@cache
def text_screener() -> Screener:
    """The screener with the text rules of all practices."""
    return Screener(load_text_rules(practice_packages()))
