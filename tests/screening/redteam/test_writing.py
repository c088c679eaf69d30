"""Disguises keep what they promise, and the cheapest one is found and is real."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.fold import fold
from shopwarden.engine.screen import Mark, Screened
from shopwarden.engine.screen.disguise import sounds
from shopwarden.screening.redteam.result import State
from shopwarden.screening.redteam.writing import variants, writing
from shopwarden.screening.redteam.writing_reach import reaches
from shopwarden.screening.redteam.writing_search import Seed, attack_label, seeds
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.screen import Screener
    from shopwarden.screening.redteam.result import TextResult

KNOWN = writing()
SEEDED = [(label, seed) for label, known in seeds().items() for seed in known]


class Stub:
    """A screener that knows one word and sees through some disguises."""

    def __init__(self, word: str, through: str = "") -> None:
        self.word, self.through = word, re.compile(through or "(?!)")

    def screen(
        self, texts: Sequence[str], *, kind: str, directions: str
    ) -> list[Screened]:
        assert (kind, directions) == ("chat", "staff")
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Screened:
        between = f"(?:{self.through.pattern})*"
        found = re.search(between.join(self.word), text)
        if found is None:
            return Screened()
        place = (found.span(),)
        return Screened((Mark("example", "strong", "payments/example", place, False),))


def attacked(stub: Stub, text: str, bound: int = 8) -> TextResult:
    seed = Seed(text, "staff", "chat")
    return attack_label("example", cast("Screener", stub), [seed], bound=bound)


def by_name(text: str, word: tuple[int, int], draw: int = 1) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for variant in variants(text, word, 0, KNOWN, draw):
        found.setdefault(variant.disguise.name, []).append(variant.text)
    return found


def test_every_label_of_the_guide_has_seeds_or_nobody_attacks_it() -> None:
    families = {label.partition(":")[0] for label in seeds()}
    assert families >= set(text_screener().rules.labels)


def test_every_label_that_is_attacked_has_three_seeds() -> None:
    for label, known in seeds().items():
        assert len(known) >= 3 or not known, label


@pytest.mark.parametrize(("label", "seed"), SEEDED, ids=str)
def test_every_seed_fires_its_label(label: str, seed: Seed) -> None:
    (found,) = text_screener().screen([seed.text], kind=seed.kind, directions=seed.by)
    assert label in found.labels


@given(draw=st.integers(0, 200))
def test_marks_between_characters_leave_the_characters(draw: int) -> None:
    found = by_name("请加微信聊", (2, 4), draw)
    for name in ("separator", "emoji", "zero_width"):
        for text in found[name]:
            bare = [c for c in text if c not in "".join(KNOWN.marks[name])]
            assert "".join(bare) == "请加微信聊"


@given(draw=st.integers(0, 200))
def test_what_is_written_otherwise_is_read_the_same(draw: int) -> None:
    for name in ("full_width", "traditional"):
        for text in by_name("退款转账 abc 发", (0, 8), draw).get(name, []):
            folded = fold([text])[0].plain.text
            assert folded == fold(["退款转账 abc 发"])[0].plain.text


@given(draw=st.integers(0, 200))
def test_a_homophone_sounds_the_same_and_a_near_one_but_for_its_tone(
    draw: int,
) -> None:
    found, table = by_name("加微信", (1, 3), draw), sounds().of
    for text in found["homophone"]:
        assert [table[c] for c in text] == [table[c] for c in "加微信"]
    for text in found["near_sound"]:
        assert [table[c][:-1] for c in text] == [table[c][:-1] for c in "加微信"]
        assert [table[c] for c in text] != [table[c] for c in "加微信"]


def test_spelling_initials_and_digits() -> None:
    spelled = by_name("加微信", (1, 3))["pinyin"]
    assert set(spelled) <= {"加weixin", "加wei信", "加微xin"}
    assert by_name("加微信", (1, 3))["initials"] == ["加wx"]
    assert all(re.search("[0-9]", t) for t in by_name("a test", (2, 6))["leet"])


def test_two_messages_hold_the_text_between_them() -> None:
    for text in by_name("加微信聊", (1, 3))["split"]:
        assert text.count("\n") == 1
        assert text.replace("\n", "") == "加微信聊"


@given(draw=st.integers(0, 200), word=st.sampled_from([(0, 1), (1, 3), (3, 5)]))
def test_no_disguise_leaves_the_text_as_it_is_and_each_is_once(
    draw: int, word: tuple[int, int]
) -> None:
    found = [v.text for v in variants("加微信转账", word, 0, KNOWN, draw)]
    assert "加微信转账" not in found
    assert len(found) == len(set(found))


def test_costs_and_readers_are_sane() -> None:
    for disguise in KNOWN.disguises.values():
        assert disguise.cost >= 1
        assert 1 <= disguise.keeps <= 100
    assert all(unicodedata.category(c) == "Cf" for c in KNOWN.marks["zero_width"])


def test_a_bare_word_is_evaded_by_the_cheapest_disguise() -> None:
    found = attacked(Stub("微信"), "加微信")
    assert (found.state, found.cost) == (State.EVADED, 1)
    assert found.messages != ("加微信",)


def test_the_planted_weakness_is_found_at_its_cost() -> None:
    # It sees through whatever stands between, and knows no word but this one.
    found = attacked(Stub("文本", r"[^文本]"), "文本")
    # Of what costs two points most readers follow two messages.
    assert (found.cost, found.moves) == (2, ("split",))
    assert found.messages == ("文", "本")


def test_a_bound_below_the_cost_holds() -> None:
    found = attacked(Stub("文本", r"[^文本]"), "文本", bound=1)
    assert (found.state, found.proven) == (State.HELD, True)


@pytest.mark.parametrize("label", ["solicitation", "secret_request", "void_clause"])
def test_what_is_told_has_lost_its_label(label: str) -> None:
    screener = text_screener()
    own = [seed for seed in seeds()[label] if seed.language == "zh"]
    found = attack_label(label, screener, own)
    assert found.state is State.EVADED
    for text in found.messages:
        (one,) = screener.screen([text], kind=found.kind, directions=found.by)
        assert label not in one.labels
    assert found.keeps >= KNOWN.least_keeps
    assert found == attack_label(label, screener, own)


def test_nobody_attacks_a_warning() -> None:
    found = attack_label("benign_warning", text_screener(), ())
    assert (found.state, found.messages) == (State.NOBODY, ())


def test_every_disguise_is_weighed_on_every_seed() -> None:
    found = reaches(text_screener())
    assert {each.disguise for each in found} == set(KNOWN.disguises)
    assert all(0 <= each.hidden <= each.seeds == len(SEEDED) for each in found)
    hidden = [each.hidden for each in found]
    assert hidden == sorted(hidden, reverse=True)
