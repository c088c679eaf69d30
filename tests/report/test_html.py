"""The page: one file, both languages, nothing personal, nothing from outside."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.report import invented_findings, invented_shop

from shopwarden.report.html import page
from shopwarden.words import LANGUAGES

if TYPE_CHECKING:
    from shopwarden.screening.result import ShopScreening

VOID = {"meta"}


class Reader(HTMLParser):
    """Reads a page, keeping what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not [name for name in given if name.startswith("on")]
        assert not {"src", "srcset", "action", "style"} & set(given)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if "href" in given:
            self.links.append(given["href"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],  # noqa: ARG002 - the parser's signature
    ) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_tags_balance_ids_are_unique_and_links_stay_inside(shop: ShopScreening) -> None:
    read = Reader(page([shop, replace(shop, shop="10000002")], "zh"))
    assert read.open == []
    assert len(set(read.ids)) == len(read.ids)
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_nothing_comes_from_outside(shop: ShopScreening) -> None:
    text = page([shop], "en")
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text.replace("// ", ""))
    policy = re.search(r'content="(default-src[^"]*)"', text)
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)
    assert policy
    assert script
    digest = base64.b64encode(sha256(script[1].encode()).digest()).decode()
    assert f"&#x27;sha256-{digest}&#x27;" in policy[1]
    assert policy[1].startswith("default-src &#x27;none&#x27;")


def test_every_text_is_there_in_both_languages(shop: ShopScreening) -> None:
    text = page([shop], "zh")
    assert text.count('<span lang="zh-CN">') == text.count('<span lang="en">') > 300
    for incident in shop.incidents:
        title = incident.title.source
        assert not isinstance(title, str)
        for language in LANGUAGES:
            assert title.in_language(language).partition("{")[0] in text


def test_the_language_and_bytes_are_the_same_every_time(shop: ShopScreening) -> None:
    assert page([shop], "zh") == page([invented_shop.screening()], "zh")
    assert '<html lang="zh-CN" data-lang="zh">' in page([shop], "zh")
    assert '<html lang="en" data-lang="en">' in page([shop], "en")


def test_imported_text_is_escaped_and_never_a_link(shop: ShopScreening) -> None:
    evil = '<img src=x onerror="alert(1)"> https://example.invalid/ </script>'
    named = replace(
        shop, name=evil, problems=(replace(shop.problems[0], column=evil, file=evil),)
    )
    text = page([named], "zh")
    read = Reader(text)
    assert "img" not in read.tags
    assert text.count("<script>") == 1
    assert not [link for link in read.links if not link.startswith("#")]


def test_values_and_tokens_of_people_are_not_shown() -> None:
    canary = "13900000042"
    found = [
        replace(each, values={**each.values, "buyer_note": canary})
        for each in invented_findings.gang()
    ]
    assert canary not in page([invented_shop.screening(found)], "zh")


def test_300_incidents_with_5000_rows_stay_under_3_megabytes() -> None:
    one = invented_findings.refunds()[0]
    found = [
        replace(
            one,
            id=f"{n:05d}",
            entity=f"SKU{n // 17}",
            orders=(invented_findings.order(n),),
            ts=one.ts + n,
            evidence=(
                replace(one.evidence[0], row=n, order=invented_findings.order(n)),
            ),
        )
        for n in range(5_100)
    ]
    shop = invented_shop.screening(found)
    assert len(shop.incidents) == 300
    assert len(page([shop], "zh").encode()) < 3_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shop_with_nothing_says_so(language: str, shop: ShopScreening) -> None:
    empty = replace(
        shop,
        incidents=(),
        money=None,
        problems=(),
        not_evaluated=(),
        files=(),
        rules={},
    )
    text = page([empty], "zh" if language == "zh" else "en")
    assert "No rule found anything" in text
    assert "没有可以核对的订单" in text
    Reader(text)
