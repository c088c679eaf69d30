"""The report as one HTML file: no network, both languages, readable in print.

A page holds its style, its script and both languages. Its content security
policy allows nothing else: no request, no form, and no script but its own,
named by its hash. Without script it shows the language it was made for.

What it does not do: show personal values (findings hold none), or turn
imported text into links.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from shopwarden import __version__
from shopwarden.report.output import write_text
from shopwarden.report.page.coverage import (
    files_part,
    left_open_part,
    problems_part,
    rules_part,
)
from shopwarden.report.page.incidents import first_part, incidents_part
from shopwarden.report.page.markup import Markup, both, joined, tag
from shopwarden.report.page.money import money_part
from shopwarden.report.page.posture import posture_part
from shopwarden.report.shown import shop_title
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shopwarden.screening.result import ShopScreening
    from shopwarden.words import Language

_ASSETS = resources.files("shopwarden.report") / "assets"
_HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def write_page(path: Path, shops: Sequence[ShopScreening], language: Language) -> None:
    """Write the page of these shops to `path`. Raises OutputError."""
    write_text(path, page(shops, language))


def page(shops: Sequence[ShopScreening], language: Language) -> str:
    """The whole page, in `language` until its reader switches."""
    style, script = _asset("page.css"), _asset("page.js")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", _title(shops, language)),
        tag("style", Markup(style)),
    )
    body = tag("body", _bar(), _main(shops), tag("script", Markup(script)))
    shown = _HTML_LANGUAGE[language]
    whole = tag("html", head, body, lang=shown, data_lang=language)
    return f"<!doctype html>\n{whole}\n"


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def _policy(script: str) -> str:
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )


def _title(shops: Sequence[ShopScreening], language: Language) -> str:
    names = ", ".join(say(shop_title(shop), language) for shop in shops)
    return say(Text("report.title", {"shops": names}), language)


def _bar() -> Markup:
    """The name and the two switches; buttons that only work with script."""
    buttons = (
        tag("button", "中文", type="button", data_set_lang="zh", lang="zh-CN"),
        tag("button", "English", type="button", data_set_lang="en", lang="en"),
        tag("button", both(Text("report.theme")), type="button", data_theme=""),
    )
    skip = tag("a", both(Text("report.skip")), href="#main", class_="skip")
    brand = tag("strong", both(Text("report.brand")))
    return tag("header", skip, brand, tag("div", *buttons, class_="switches"))


def _main(shops: Sequence[ShopScreening]) -> Markup:
    how = tag(
        "section",
        tag("h2", both(Text("report.how_title"))),
        tag("ul", *(tag("li", both(line)) for line in _HOW)),
    )
    shown = [_shop(shop, at) for at, shop in enumerate(shops)]
    made = Text("report.made_by", {"version": __version__})
    foot = tag("footer", tag("p", both(made)))
    return tag("main", *shown, rules_part(shops), how, foot, id="main")


def _shop(shop: ShopScreening, at: int) -> Markup:
    title = shop_title(shop)
    as_of = both(Text("report.as_of", {"as_of_ms": shop.as_of}))
    number = (
        [both(Text("report.shop_number", {"shop": shop.shop}))]
        if shop.name and shop.shop
        else []
    )
    head = tag(
        "div",
        tag("h1", both(title)),
        tag("p", joined([*number, as_of], " · ")),
        class_="title",
    )
    return tag(
        "article",
        head,
        money_part(shop),
        first_part(shop, at),
        incidents_part(shop, at),
        posture_part(shop),
        left_open_part(shop),
        files_part(shop),
        problems_part(shop),
    )


_HOW = (
    Text("report.how_money"),
    Text("report.how_stake"),
    Text("report.how_lanes"),
    Text("report.how_pattern"),
    Text("report.how_miss"),
    Text("report.how_open"),
    Text("report.how_unverified"),
    Text("report.how_private"),
)
