"""A few rules over the real vocabulary, so that tests hold whatever practices say."""

from __future__ import annotations

from typing import Any

from shopwarden.engine.screen import Label, Screener, TextRule, TextRules
from shopwarden.engine.screen.rules import CHAT
from shopwarden.engine.screen.sequence import parse
from shopwarden.words import Bilingual

_SAID = Bilingual("说明", "words")


def rule(name: str, *find: str, **more: Any) -> TextRule:
    """A rule of a label; what is not given is as in a file that does not say it."""
    unless = tuple(parse(text) for text in more.pop("unless", ()))
    given = {
        "label": "solicitation",
        "strength": "strong",
        "by": "any",
        "kinds": CHAT,
        "warned": True,
        "absorbs": (),
        "examples": (),
    }
    found = tuple(parse(text) for text in find)
    return TextRule(id=f"test/{name}", find=found, unless=unless, **{**given, **more})


def screener(*rules: TextRule, hyperscan: bool | None = None) -> Screener:
    """A screener with these rules and the labels they speak of."""
    names = {rule.label.partition(":")[0] for rule in rules}
    labels = {
        name: Label(name, _SAID, _SAID, _SAID, ("T1.1",), clause="", verified=False)
        for name in sorted(names)
    }
    return Screener(TextRules(labels, rules), hyperscan=hyperscan)


PAY = rule("pay", "wechat <>8 transfer")
CODE = rule("code", "secret_code", strength="weak", label="secret_request")
