"""Which levers an attacker has on a scene, as far as a rule could notice.

What it does not do: say which of them evade the rule (`redteam.search`).
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, cast

from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import Form
from shopwarden.screening.redteam.deeds import (
    Again,
    Change,
    Choose,
    Fewer,
    Mask,
    Relabel,
    Split,
)
from shopwarden.screening.redteam.spans import (
    MINUTE_MS,
    Jitter,
    Pause,
    Shift,
    Stretch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shopwarden.records.schema import Kind
    from shopwarden.screening.redteam.acts import Act, Scene
    from shopwarden.screening.redteam.costs import Costs
    from shopwarden.screening.redteam.move import Lever
    from shopwarden.screening.redteam.used import Used

_DAY = 24 * 60
_WAITS = (1, 5, 10, 30, *(h * 60 for h in (1, 2, 6, 12)), *(d * _DAY for d in (1, 2)))
_LONG = tuple(d * _DAY for d in (3, 7, 14, 30, 60, 90, 180))
_HOURS = tuple(hour * 60 for hour in range(1, 24))
_JITTER = (1, 5, 15, 60)
_LESS = (1, 10, 20, 50, 100, 200, 300, 400, 500)
_MORE = (*_LESS, 700, 1000, 1500, 2000)
_MOST_IDENTITIES = 12
_NUMBERS = frozenset({Form.MONEY, Form.COUNT, Form.RATE})
_WARNING = "benign_warning"
# What a page lacks is no wording: to write it is to comply.
_LACKING = "missing:"
_TEXTS = {"labels": "reword", "personal": "plain"}


def levers(
    scene: Scene,
    used: Used,
    costs: Costs,
    seed: int,
    others: frozenset[int] = frozenset(),
) -> list[Lever]:
    """The levers on a scene, in the order in which they are pulled.

    `others` are acts, by number, that somebody else did: history.
    """
    done = [
        act
        for act in scene
        if costs.in_hand(act) and act.kind not in used.usual and act.at not in others
    ]
    if not done:
        return []
    kinds = tuple(dict.fromkeys(act.kind for act in done))
    groups = _groups(done)
    waits = tuple(sorted({*_WAITS, *_LONG, *_edges(used)}))
    found: list[Lever] = []
    found += _identities(scene, done, used, costs)
    for kind in kinds:
        own = frozenset(act.at for act in done if act.kind is kind)
        found += _said(kind, own, used, costs)
        found += _numbers(kind, done, used, costs)
    found += _masks(done, used, costs)
    found += [_fewer(group) for group in groups.values() if len(group) > 1]
    # Between two, a pause is the same.
    found += [_stretch(group, waits) for group in groups.values() if len(group) > 2]
    found += _pauses(scene, groups, waits)
    found += _shifts(scene, used, waits)
    if len(done) > 1:
        found.append(Jitter(seed, costs.jitter, _JITTER))
    return [lever for lever in found if lever.ladder]


def _groups(done: Iterable[Act]) -> dict[int, list[Act]]:
    ordered = sorted(done, key=lambda act: (act.group, act.at))
    return {n: list(g) for n, g in groupby(ordered, key=lambda act: act.group)}


def _edges(used: Used) -> set[int]:
    """Just inside and just outside of each length of time a rule knows, in minutes."""
    whole = {-(-span // MINUTE_MS) for span in used.spans}
    return {edge for span in whole for edge in (span - 1, span, span + 1) if edge > 0}


def _identities(
    scene: Scene, done: list[Act], used: Used, costs: Costs
) -> Iterator[Lever]:
    for column, each in costs.identities.items():
        if not used.column(column):
            continue
        having = [a for a in done if a.record.get(column)]
        everyone = [a for a in scene if not a.slow and a.record.get(column)]
        cases = len({act.case for act in everyone})
        if having and cases > 1:
            yield Split(column, each, tuple(range(2, min(cases, _MOST_IDENTITIES) + 1)))
        values = tuple(dict.fromkeys(str(a.record[column]) for a in having))
        if column in used.counted and len(values) > 1:
            free = column in costs.again_free
            steps = tuple(range(1, len(values)))
            yield Again(column, values, costs.again, steps, free=free)


def _said(kind: Kind, own: frozenset[int], used: Used, costs: Costs) -> Iterator[Lever]:
    """Other labels, other choices, other flags."""
    for column, form in columns_of(kind).items():
        if (kind, column) not in used.columns:
            continue
        if form.form is Form.LABELS and column in _TEXTS:
            if used.words and all(word.startswith(_LACKING) for word in used.words):
                continue
            name = _TEXTS[column]
            yield Relabel(name, kind, own, column, None, (), costs.words[name])
            if column == "labels" and _WARNING in used.words:
                work = costs.words["warn"]
                yield Relabel("warn", kind, own, column, frozenset(), (_WARNING,), work)
        elif column in costs.choices and form.domain in CHOICES:
            among, work = costs.choices[column]
            yield Choose(kind, own, column, among, work)
        elif column in costs.flags and form.form is Form.FLAG:
            value, work = costs.flags[column]
            yield Choose(kind, own, column, (value,), work, "flag")


def _numbers(
    kind: Kind, done: Iterable[Act], used: Used, costs: Costs
) -> Iterator[Lever]:
    for column, shape in columns_of(kind).items():
        wanted = shape.form in _NUMBERS and (kind, column) in used.columns
        if not wanted or not costs.chosen(kind, column):
            continue
        mine = [act for act in done if act.kind is kind]
        own = frozenset(act.at for act in mine)
        seen = tuple(_number(act.record, column) for act in mine)
        numbers = tuple(number for number in seen if number)
        if numbers:
            for sign, ladder in ((-1, _LESS), (1, _MORE)):
                yield Change(
                    kind, own, column, shape.form, sign, numbers, costs.amount, ladder
                )


def _number(record: Mapping[str, object], column: str) -> int:
    return cast("int", record.get(column) or 0)


def _masks(done: Iterable[Act], used: Used, costs: Costs) -> Iterator[Lever]:
    acts = list(done)
    for column, (within, work) in costs.masks.items():
        own = frozenset(
            act.at
            for act in acts
            if act.kind in within
            and act.record.get(column) is not None
            and (act.kind, column) in used.columns
        )
        if own:
            yield Mask(column, work, own)


def _fewer(group: list[Act]) -> Lever:
    members = tuple(act.at for act in group)
    half = len(members) // 2
    return Fewer(members, group[0].kind.value, tuple(range(1, half + 1)))


def _stretch(group: list[Act], waits: tuple[int, ...]) -> Lever:
    members = tuple(act.at for act in group)
    cases = tuple(act.case for act in group)
    steps = len(members) - 1
    edges = {-(-wait // steps) for wait in waits}
    return Stretch(
        group[0].group, members, cases, tuple(sorted(edges)), group[0].kind.value
    )


def _pauses(
    scene: Scene, groups: Mapping[int, list[Act]], waits: tuple[int, ...]
) -> Iterator[Lever]:
    """Before each change of group, and in the middle and at the last of a group."""
    moving = [act for act in scene if not act.slow]
    for before, act in pairwise(moving):
        group = groups.get(act.group, [])
        # Facts of one case at one moment are one act: nothing waits in between.
        one_act = any(
            other.at < act.at and (other.ts, other.case) == (act.ts, act.case)
            for other in moving
        )
        if act not in group or one_act:
            continue
        number = group.index(act) + 1
        if before.group != act.group or number in (len(group), len(group) // 2 + 1):
            yield Pause(act.at, number, len(group), waits, act.kind.value)


def _shifts(scene: Scene, used: Used, waits: tuple[int, ...]) -> Iterator[Lever]:
    """All of it at another time: only where a clock or a roster could tell."""
    hours = _HOURS if used.clock else ()
    against = waits if any(act.slow for act in scene) else ()
    ladder = tuple(sorted({*hours, *against}))
    if ladder:
        yield Shift(ladder)
        yield Shift(ladder, -1)
