"""`shopwarden price FILE…`: what a plan leads to, before it is published.

With files, every SKU that has a plan or a price; without, one price as typed:

    shopwarden price prices.csv sku_facts.csv --plan promotion_plans.csv
    shopwarden price --sku 1001 --list 129 --plan-price 12.9 --usual 119 --floor 89

What it does not do: reckon (`practices.monitoring.prices`) or change a price.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from shopwarden.cli.output import put, tell
from shopwarden.errors import InputError, UsageError
from shopwarden.practices.monitoring.prices.checks import Typed
from shopwarden.practices.monitoring.prices.guard import (
    Guarded,
    Offer,
    Review,
    guard,
    verdict,
)
from shopwarden.practices.monitoring.prices.plans import Goods
from shopwarden.practices.monitoring.prices.reach import Reach
from shopwarden.records.choice import CHOICES
from shopwarden.records.money import read_fen
from shopwarden.records.schema import Kind
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shopwarden.practices.monitoring.prices.checks import Wrong
    from shopwarden.practices.monitoring.prices.plans import Unread
    from shopwarden.records.facts import Facts
    from shopwarden.words import Language

FOUND = 10
_TYPED = ("list", "plan_price", "usual", "floor", "cost", "stock")
_UNKNOWN = ("price", "floor", "cost", "deals", "stock")
_MEASURES = frozenset({"floor", "cost", "deals"})
_FINE_SHOWN = 20


def run(options: argparse.Namespace, language: Language) -> int:
    """Check prices; 10 if something is wrong with one."""
    paths = [*options.paths, *filter(None, [options.plan])]
    if not paths:
        typed = _typed(options)
        if options.json:
            _put(lines(Review((typed,), ()), (), ""))
        else:
            _each((typed,), language)
            _not_compared((typed,), language)
        return FOUND if typed.wrong else 0
    given = next((name for name in _TYPED if getattr(options, name)), "")
    if given:
        raise UsageError("prices.both", option=_option(given))
    return _files(argparse.Namespace(**{**vars(options), "paths": paths}), language)


def _files(options: argparse.Namespace, language: Language) -> int:
    from shopwarden.cli.loading import load  # noqa: PLC0415 - a typed price reads nothing

    loaded = load(options, language)
    shops = [s for s in loaded.intake.shops if _planned(s.facts)]
    if not shops:
        raise InputError("prices.nothing")
    reviews = [_chosen(guard(s.facts, loaded.reference), options.sku) for s in shops]
    if options.sku and not any(review.skus for review in reviews):
        raise UsageError("prices.no_sku", sku=options.sku)
    for shop, review in zip(shops, reviews, strict=True):
        if len(shops) > 1 and not options.json:
            tell(Text("prices.shop", {"shop": shop.name or shop.shop}), language)
        if options.json:
            _put(lines(review, shop.facts.files, shop.shop))
        else:
            _show(review, shop.facts.files, language)
    wrong = any(sku.wrong for review in reviews for sku in review.skus)
    return FOUND if wrong else 0


def _planned(facts: Facts) -> bool:
    kinds = (Kind.PROMOTION_PLAN, Kind.PRICE_SET)
    return any(len(facts.table(kind)) for kind in kinds)


def _chosen(review: Review, sku: str) -> Review:
    if not sku:
        return review
    return Review(tuple(s for s in review.skus if s.sku == sku), review.unread)


def _typed(options: argparse.Namespace) -> Guarded:
    """One price as it was typed on the command line."""
    money = {name: _money(options, name) for name in _TYPED[:-1]}
    price, former = money["plan_price"], money["list"]
    if price is None:
        price, former = former, None
    if price is None:
        raise UsageError("prices.no_price")
    goods = Goods(money["cost"], money["floor"], _count(options, "stock"))
    reach = Reach(price, 1, price, price)
    wrong = verdict(reach, [Typed(price, former)], goods, money["usual"])
    offer = Offer(0, 0, price, (), reach)
    return Guarded(options.sku or "-", offer, goods, money["usual"], tuple(wrong))


def _money(options: argparse.Namespace, name: str) -> int | None:
    text = getattr(options, name)
    if not text:
        return None
    try:
        fen = read_fen(text)
    except ValueError:
        fen = -1
    if fen < 0:
        raise UsageError("prices.not_money", option=_option(name), value=text)
    return fen


def _count(options: argparse.Namespace, name: str) -> int | None:
    text = getattr(options, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise UsageError("prices.not_count", option=_option(name), value=text)
    return int(text)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _put(shown: Iterable[dict[str, Any]]) -> None:
    for line in shown:
        put(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


def _each(skus: Sequence[Guarded], language: Language) -> None:
    for sku in sorted((sku for sku in skus if sku.wrong), key=_stake):
        for text, depth in _told(sku):
            put("  " * depth + say(text, language))
    _fine([sku for sku in skus if not sku.wrong], language)


def _show(review: Review, files: Sequence[str], language: Language) -> None:
    _each(review.skus, language)
    for unread in review.unread:
        tell(_unread(unread, files, language), language)
    _not_compared(review.skus, language)
    bad = [sku for sku in review.skus if sku.wrong]
    known = sum(sku.exposed_fen or 0 for sku in bad)
    told = {"skus": len(review.skus), "wrong": len(bad), "exposed_fen": known}
    tell(Text("prices.summary", told), language)
    if any(sku.offer.running for sku in review.skus):
        tell(Text("prices.assumed"), language)


def _stake(sku: Guarded) -> tuple[int, int, str]:
    """Most money first; then those too low by an unknown amount; then the rest."""
    return -(sku.exposed_fen or 0), -sku.gap_fen, sku.sku


def _told(sku: Guarded) -> Iterator[tuple[Text, int]]:
    """The lines of one SKU with something wrong, and how far they are set in."""
    yield _head(sku), 0
    reach = sku.offer.reach
    if reach is not None and reach.steps:
        told = {"pieces": reach.pieces, "base_fen": reach.base_fen}
        yield Text("prices.basket", {**told, "total_fen": reach.total_fen}), 1
        for at, step in enumerate(reach.steps, 1):
            shown: dict[str, object] = {
                "at": at,
                "form": _form(step.promotion.form),
                "name": step.promotion.name,
                "piece_fen": step.piece_fen,
                "total_fen": step.total_fen,
            }
            yield Text("prices.step", shown), 2
    for wrong in sku.wrong:
        yield _wrong(wrong), 1
    if sku.gap_fen:
        known = sku.exposed_fen
        amounts = {"gap_fen": sku.gap_fen, "stock": sku.goods.stock}
        if known is None:
            yield Text("prices.exposed_unknown", {"gap_fen": sku.gap_fen}), 1
        else:
            yield Text("prices.exposed", {**amounts, "exposed_fen": known}), 1


def _head(sku: Guarded) -> Text:
    reach, moment = sku.offer.reach, sku.offer.moment_ms
    if reach is None:
        return Text("prices.head_unknown", {"sku": sku.sku})
    told = {"sku": sku.sku, "lowest_fen": reach.lowest_fen}
    if not moment:
        return Text("prices.head_typed", told)
    return Text("prices.head", {**told, "moment_ms": moment})


def _wrong(wrong: Wrong) -> Text:
    params = dict(wrong.params)
    if "whose" in params:
        params["whose"] = Text(f"prices.against_{params['whose']}")
    return Text(f"prices.wrong_{wrong.what}", params)


def _form(form: str) -> Text | str:
    known = form in CHOICES["promotion_form"]
    return Text(f"choices.promotion_form_{form}") if known else form


def _fine(skus: Sequence[Guarded], language: Language) -> None:
    for sku in skus[:_FINE_SHOWN]:
        reach = sku.offer.reach
        if reach is None:
            tell(_head(sku), language)
        else:
            told = {"sku": sku.sku, "lowest_fen": reach.lowest_fen}
            # Held against nothing, a price is not known to be fine.
            code = "uncompared" if set(sku.unknown) >= _MEASURES else "fine"
            tell(Text(f"prices.{code}", told), language)
    rest = len(skus) - _FINE_SHOWN
    if rest > 0:
        tell(Text("prices.more", {"count": rest}), language)


def _unread(unread: Unread, files: Sequence[str], language: Language) -> Text:
    form = _form(unread.form)
    told = {
        "place": files[unread.file] if 0 <= unread.file < len(files) else "-",
        "row": str(unread.row),
        "name": unread.name,
        "form": form if isinstance(form, str) else say(form, language),
    }
    return Text(f"prices.unread_{unread.why}", told)


def _not_compared(skus: Iterable[Guarded], language: Language) -> None:
    """What was not held against anything, counted, and how to change that."""
    counts = dict.fromkeys(_UNKNOWN, 0)
    for sku in skus:
        for name in sku.unknown:
            counts[name] += 1
    if any(counts.values()):
        tell(Text("prices.unknown"), language)
    for name, count in counts.items():
        if count:
            put("  " + say(Text(f"prices.unknown_{name}", {"count": count}), language))


def lines(review: Review, files: Sequence[str], shop: str) -> Iterator[dict[str, Any]]:
    """One mapping for each SKU, then the totals, for machines."""
    for sku in review.skus:
        yield {"shop": shop, **_line(sku)}
    bad = [sku for sku in review.skus if sku.wrong]
    yield {
        "shop": shop,
        "summary": True,
        "skus": len(review.skus),
        "wrong": len(bad),
        "exposed_fen": sum(sku.exposed_fen or 0 for sku in bad),
        "unread": [
            {"file": files[u.file], "row": u.row, "form": u.form, "why": u.why}
            for u in review.unread
        ],
    }


def _line(sku: Guarded) -> dict[str, Any]:
    reach, goods = sku.offer.reach, sku.goods
    return {
        "sku": sku.sku,
        "moment_ms": sku.offer.moment_ms or None,
        "end_ms": None if reach is None else reach.end_ms,
        "list_fen": sku.offer.list_fen,
        "lowest_fen": None if reach is None else reach.lowest_fen,
        "pieces": None if reach is None else reach.pieces,
        "total_fen": None if reach is None else reach.total_fen,
        "steps": [
            {
                "promotion": step.promotion.name,
                "form": step.promotion.form,
                "piece_fen": step.piece_fen,
                "total_fen": step.total_fen,
            }
            for step in (reach.steps if reach is not None else ())
        ],
        "usual_fen": sku.usual_fen,
        "floor_fen": goods.floor_fen,
        "cost_fen": goods.cost_fen,
        "stock": goods.stock,
        "wrong": [
            {"what": w.what, "gap_fen": w.gap_fen, **w.params} for w in sku.wrong
        ],
        "exposed_fen": sku.exposed_fen,
        "unknown": list(sku.unknown),
    }
