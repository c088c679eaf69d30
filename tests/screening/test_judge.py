"""The judge of texts: words of the closed vocabulary, once a text and role."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.identify import Span, SpanType
from shopwarden.engine.screen import Mark, Screened
from shopwarden.records.judge import LABELS, PERSONAL, bits
from shopwarden.screening.judge import ScreenJudge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.screen import Screener


class Stub:
    """A screener that says what it is told, and keeps what it was asked."""

    def __init__(self, *marks: Mark, spans: Sequence[Span] = ()) -> None:
        self.found = Screened(marks, tuple(spans))
        self.asked: list[tuple[str, str, str]] = []

    def screen(
        self, texts: Sequence[str], *, kind: str, directions: Sequence[str]
    ) -> list[Screened]:
        pairs = zip(texts, directions, strict=True)
        self.asked += [(kind, who, text) for text, who in pairs]
        return [self.found] * len(texts)


def mark(label: str, strength: str = "strong", *, hidden: bool = False) -> Mark:
    return Mark(label, strength, "payments/example", (), hidden)


def judged(*marks: Mark, spans: Sequence[Span] = ()) -> tuple[str, ...]:
    return judge(Stub(*marks, spans=spans))(["text"], kind="chat", directions=[""])[
        0
    ].labels


def judge(stub: Stub) -> ScreenJudge:
    return ScreenJudge(cast("Screener", stub))


@pytest.mark.parametrize(
    ("found", "labels"),
    [
        (mark("lure:deposit"), ("lure", "lure:deposit")),
        (mark("solicitation"), ("solicitation", "solicitation:strong")),
        (mark("solicitation", "weak"), ("solicitation", "solicitation:weak")),
        (mark("absolute_term", "2"), ("absolute_term", "absolute_term:2")),
        (mark("extortion"), ("extortion",)),
        (mark("abuse", hidden=True), ("abuse", "evasion")),
        (mark("benign_warning", hidden=True), ("benign_warning",)),
        (mark("a label nobody knows"), ()),
    ],
)
def test_a_mark_becomes_family_label_and_strength(
    found: Mark, labels: tuple[str, ...]
) -> None:
    assert judged(found) == labels


def test_personal_data_are_told_by_type_and_once() -> None:
    spans = [
        Span(0, 11, SpanType.MOBILE, "strong"),
        Span(12, 23, SpanType.MOBILE, "strong"),
        Span(24, 27, SpanType.ADDRESS, "weak"),
    ]
    one = judge(Stub(spans=spans))(["text"], kind="remark", directions=["buyer"])[0]

    assert one.labels == ()
    assert one.personal == ("address", "mobile")


def test_a_text_is_judged_once_in_each_role_and_answers_keep_their_order() -> None:
    stub = Stub()
    texts, who = ["a", "b", "a", "a"], ["staff", "staff", "buyer", "staff"]

    assert len(judge(stub)(texts, kind="chat", directions=who)) == len(texts)
    assert stub.asked == [
        ("chat", "staff", "a"),
        ("chat", "staff", "b"),
        ("chat", "buyer", "a"),
    ]


def test_texts_and_roles_have_to_pair() -> None:
    with pytest.raises(ValueError, match="zip"):
        ScreenJudge()(["a", "b"], kind="chat", directions=["staff"])


def test_the_guide_judges_by_who_wrote_it() -> None:
    text = "加我微信转账便宜50"
    told = "有人打电话说是你们客服，知道我的订单号"
    ask = ScreenJudge()
    by_staff, warning = ask(
        [text, "请勿加微信私下转账，谨防诈骗"],
        kind="chat",
        directions=["staff", "staff"],
    )
    by_buyer, reported = ask([told] * 2, kind="chat", directions=["staff", "buyer"])

    assert {"diversion_contact", "solicitation:strong"} <= set(by_staff.labels)
    assert warning.labels == ("benign_warning",)
    assert "scam_report" not in by_buyer.labels
    assert "scam_report" in reported.labels


def test_a_page_is_told_what_it_lacks_but_never_its_price() -> None:
    ask = ScreenJudge()
    pages = ["保温杯 500ml", "保温杯 500ml 付款后48小时内发货，七天无理由退货"]
    short, whole = ask(pages, kind="listing", directions=["staff", "staff"])
    chat = ask(pages, kind="chat", directions=["staff", "staff"])[0]

    assert {"missing:shipping", "missing:returns"} <= set(short.labels)
    assert not [label for label in whole.labels if label.startswith("missing:")]
    assert not [label for label in chat.labels if label.startswith("missing:")]


@pytest.fixture(scope="module")
def guide() -> ScreenJudge:
    """The guide's judge, its patterns compiled before anybody takes the time."""
    ask = ScreenJudge()
    ask([""], kind="chat", directions=["staff"])
    return ask


@given(
    texts=st.lists(st.text(max_size=40), min_size=1, max_size=4),
    kind=st.sampled_from(["chat", "remark", "listing"]),
    who=st.sampled_from(["staff", "buyer", ""]),
)
def test_whatever_is_written_the_answer_is_of_the_vocabulary(
    guide: ScreenJudge, texts: list[str], kind: str, who: str
) -> None:
    answers = guide(texts, kind=kind, directions=[who] * len(texts))

    assert len(answers) == len(texts)
    for one in answers:
        for domain, words, known in (
            ("label", one.labels, LABELS),
            ("personal", one.personal, PERSONAL),
        ):
            assert list(words) == sorted(set(words) & set(known))
            assert bits(domain, words) >= 0
