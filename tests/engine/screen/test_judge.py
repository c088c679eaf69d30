"""Judging: who says no to what, what excuses a text, what one label absorbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.engine.screen.invented_rules import CODE, PAY, rule, screener

from shopwarden.engine.screen import Mark
from shopwarden.engine.screen.words import vocabulary
from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from shopwarden.engine.screen import Screener

WARNING = "benign_warning"


@pytest.fixture(scope="module")
def plain() -> Screener:
    return screener(PAY, CODE)


def labels(
    screener_: Screener, text: str, by: str = "", kind: str = "chat"
) -> set[str]:
    return set(screener_.screen([text], kind=kind, directions=by)[0].labels)


def test_a_mark_says_where_and_by_which_rule(plain: Screener) -> None:
    (found,) = plain.screen(["亲，微信上转账"], kind="chat")
    assert found.marks == (
        Mark("solicitation", "strong", "test/pay", ((2, 4), (5, 7)), hidden=False),
    )


@pytest.mark.parametrize(
    "text",
    [
        "请勿微信转账",
        "请勿用微信给我转账",
        "微信请勿转账",
        "微信转账都是骗子",
        "微信转账违规",
        "请勿一二三四五六七八九十一二三四微信转账",
        "請勿微信轉賬",
        "请 勿 微信转账",
        "先看商品。请勿微信转账",
    ],
)
def test_a_negation_before_between_or_after_makes_it_a_warning(
    plain: Screener, text: str
) -> None:
    assert labels(plain, text, "staff") == {WARNING}
    assert labels(plain, text) == {WARNING}


@pytest.mark.parametrize(
    "text",
    [
        "请勿这样。微信转账",
        "请勿拍错；微信转账",
        "请勿拍错？微信转账",
        "请勿拍错!微信转账",
        "请勿拍错\n微信转账",
        "微信转账。都是骗子",
        "请勿一二三四五六七八九十一二三四五六七微信转账",
        "微信转账一二三四五六七八九十一二三四五六七都是骗子",
    ],
)
def test_a_negation_ends_with_its_sentence_and_reaches_only_so_far(
    plain: Screener, text: str
) -> None:
    assert labels(plain, text, "staff") == {"solicitation"}


def test_one_openly_asked_counts_beside_one_warned_of(plain: Screener) -> None:
    text = "请勿微信转账。微信转账给我"
    assert labels(plain, text, "staff") == {"solicitation"}


def test_a_buyer_who_declines_warns_nobody(plain: Screener) -> None:
    assert labels(plain, "请勿微信转账", "buyer") == set()
    assert labels(plain, "微信转账", "buyer") == {"solicitation"}


def test_a_rule_to_which_negations_belong_is_not_warned() -> None:
    firm = screener(rule("firm", "wechat <>8 transfer", warned=False))
    assert labels(firm, "请勿微信转账", "staff") == {"solicitation"}


@pytest.mark.parametrize("label", ["abuse", "legal_claim", "other_platform", WARNING])
def test_saying_no_to_these_is_no_warning(label: str) -> None:
    one = screener(rule("one", "wechat <>8 transfer", label=label))
    assert labels(one, "微信转账", "staff") == {label}
    assert labels(one, "请勿微信转账", "staff") == set()


def test_unless_excuses_the_text_from_anywhere_in_it() -> None:
    excused = screener(rule("pay", "wechat <>8 transfer", unless=["secret_code"]))
    assert labels(excused, "微信转账") == {"solicitation"}
    assert labels(excused, "微信转账，还有别的事，验证码") == set()
    assert labels(excused, "验证码。微信转账") == set()


def test_unless_may_be_a_sequence() -> None:
    near = screener(
        rule("pay", "wechat <>8 transfer", unless=["transfer >2 secret_code"])
    )
    assert labels(near, "微信转账要验证码") == set()
    assert labels(near, "微信转账要等一等才有验证码") == {"solicitation"}


def test_a_label_absorbs_others_only_where_it_is_found() -> None:
    both = screener(
        PAY,
        rule("code", "secret_code", label="secret_request", absorbs=("solicitation",)),
    )
    assert labels(both, "微信转账") == {"solicitation"}
    assert labels(both, "微信转账，还要验证码") == {"secret_request"}
    # Warned of, it is not found.
    assert labels(both, "微信转账。请勿给验证码") == {"solicitation", WARNING}


@pytest.mark.parametrize(
    ("by", "of", "found"),
    [
        ("staff", "staff", True),
        ("staff", "buyer", False),
        ("staff", "", True),
        ("buyer", "buyer", True),
        ("buyer", "staff", False),
        ("buyer", "", True),
        ("any", "staff", True),
        ("any", "", True),
    ],
)
def test_who_writes(by: str, of: str, *, found: bool) -> None:
    told = screener(rule("pay", "wechat <>8 transfer", by=by))
    assert bool(labels(told, "微信转账", of)) is found


def test_kinds_of_texts() -> None:
    listed = screener(rule("pay", "wechat <>8 transfer", kinds=("listing",)))
    kinds = ("chat", "remark", "listing")
    assert [bool(labels(listed, "微信转账", kind=k)) for k in kinds] == [
        False,
        False,
        True,
    ]


def test_each_label_and_strength_once_in_one_order() -> None:
    rules = (
        rule("b", "transfer", label="solicitation", strength="weak"),
        PAY,
        rule("again", "transfer <>8 wechat"),
        CODE,
    )
    (found,) = screener(*rules).screen(["验证码，微信转账微信转账"], kind="chat")
    assert [(m.label, m.strength, m.rule) for m in found.marks] == [
        ("secret_request", "weak", "test/code"),
        ("solicitation", "strong", "test/pay"),
        ("solicitation", "weak", "test/b"),
    ]


def test_personal_data_stands_as_a_word() -> None:
    told = screener(rule("phone", "transfer >4 span:mobile"))
    (found,) = told.screen(["转账 139-0000-0001 就行"], kind="chat")
    assert [m.places for m in found.marks] == [((0, 2), (3, 16))]
    assert labels(told, "转账 138****0001 就行") == set()


def test_a_sequence_of_common_words_only_is_refused() -> None:
    common = next(name for name, atom in vocabulary().items() if atom.context)
    wrong = screener(rule("common", f"{common} >8 {common}"))
    with pytest.raises(RuleError, match="text_no_trigger"):
        wrong.screen(["在吗"], kind="chat")
