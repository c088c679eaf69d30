"""The eight practices: each control's state, and what it rests on.

What it does not do: decide a state (`screening.posture` did).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shopwarden.practices.guide import load_guide
from shopwarden.report.page.markup import Markup, both, joined, table, tag
from shopwarden.screening.posture import State
from shopwarden.screening.tables import tables
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.practices.guide import Practice
    from shopwarden.screening.posture import ControlState
    from shopwarden.screening.result import ShopScreening

STATES = {state: Text(f"report.state_{state.value}") for state in State}
# The classes of the style sheet that colour a state.
_TONES = {
    State.FAIL: "lane ring",
    State.NOT_EVALUATED: "lane weekly",
    State.MANUAL: "lane today",
    State.PASS: "lane pass",
}


def posture_part(shop: ShopScreening) -> Markup:
    """A table a practice, folded; its line counts the states."""
    if not shop.posture:
        return Markup("")
    parts = [_practice(p, _of(shop, p.name)) for p in load_guide().practices]
    return tag(
        "section",
        tag("h2", both(Text("report.posture_title"))),
        tag("p", both(Text("report.posture_intro")), class_="muted"),
        *parts,
    )


def _of(shop: ShopScreening, practice: str) -> list[ControlState]:
    return [each for each in shop.posture if each.control.practice == practice]


def _practice(practice: Practice, states: Sequence[ControlState]) -> Markup:
    counted = Counter(each.state for each in states)
    marks = [
        tag("span", both(STATES[state]), f" {counted[state]}", class_=_TONES[state])
        for state in State
        if counted[state]
    ]
    heads = (
        Text("report.head_control"),
        Text("report.head_posture"),
        Text("report.head_because"),
    )
    rows = [_control(each) for each in states]
    return tag(
        "details",
        tag("summary", both(Text(practice.title)), " ", joined(marks, " ")),
        table([both(h) for h in heads], rows, "wide"),
        class_="folded",
    )


def _control(each: ControlState) -> Markup:
    return tag(
        "tr",
        tag(
            "th", both(Text(each.control.title)), tag("small", each.control.id),
            scope="row",
        ),
        tag("td", tag("span", both(STATES[each.state]), class_=_TONES[each.state])),
        tag("td", joined((both(text) for text in because(each)), " ")),
    )  # fmt: skip


def because(each: ControlState) -> list[Text]:
    """What a control's state rests on, in sentences."""
    said = []
    if each.findings:
        total = sum(each.findings.values())
        said.append(Text("report.posture_found", {"findings": total}))
    said += [
        Text("report.posture_missing", {"table": Text(tables()[name].title)})
        for name in each.missing
    ]
    if each.open_facts:
        said.append(Text("report.posture_open", {"facts": each.open_facts}))
    manual = each.control.manual
    if manual is not None and each.attestation is None:
        said.append(Text("report.posture_attest", {"evidence": Text(manual.evidence)}))
    if each.attestation is not None:
        until = {"until_day": each.attestation.until_ms}
        said.append(Text("report.posture_attested", until))
    if each.state is State.PASS and each.rules:
        said.append(Text("report.posture_judged", {"rules": each.rules}))
    return said
