"""`attestations.yaml`: what no file shows and a person of the organisation attests.

    attestations:
      - control: AUT-6
        owner: 安全负责人
        on: 2026-10-01
        until: 2027-04-01
        evidence: 密码管理器的策略截图，存档编号 12
        shop_types: [pop]

One attestation holds for every shop of the organisation, or for the shop types
it names; a shop lists its exceptions in `shop.yaml`. The owner is a duty, not
a person's name. Its JSON Schema is docs/schemas/attestations.schema.json.

What it does not do: decide what must be attested (the guide's controls do).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import SHOP_TYPES, Attestation
from shopwarden.sources.settings import Setting, read_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

_KEYS = ("control", "owner", "on", "until", "evidence", "shop_types")
_NEEDED = _KEYS[:5]
LONGEST_MS = 366 * DAY_MS


@dataclass(frozen=True, slots=True)
class Attested:
    """An attestation and the shop types it holds for; none: for all."""

    attestation: Attestation
    shop_types: frozenset[str]


def load_attestations(path: Path, controls: Collection[str]) -> tuple[Attested, ...]:
    """The attestations of a file; SettingsError with the line of what is wrong.

    `controls` are those of the guide that a person may attest.
    """
    whole = read_settings(path).entries(("attestations",))
    if "attestations" not in whole:
        return ()
    return tuple(_attested(i, controls) for i in whole["attestations"].items())


def _attested(item: Setting, controls: Collection[str]) -> Attested:
    given = item.entries(_KEYS)
    for key in _NEEDED:
        if key not in given or given[key].empty():
            item.wrong(f"{key}: ...")
    control = given["control"].choice({name: name for name in controls})
    begun, ends = _day(given["on"]), _day(given["until"])
    if not begun < ends <= begun + LONGEST_MS:
        given["until"].wrong("until > on, ≤ 366d")
    types = given["shop_types"].items() if "shop_types" in given else []
    return Attested(
        Attestation(
            control, given["owner"].text(), begun, ends, given["evidence"].text()
        ),
        frozenset(t.choice({s: s for s in SHOP_TYPES}) for t in types),
    )


def _day(value: Setting) -> int:
    found = value.read(read_moment, "2026-11-01")
    if found is None:
        value.wrong("2026-11-01")
    return found


def holding(
    attested: Sequence[Attested], shop_type: str, exceptions: Collection[str]
) -> tuple[Attestation, ...]:
    """Those that hold for a shop of this type, its exceptions left out."""
    return tuple(
        each.attestation
        for each in attested
        if each.attestation.control not in exceptions
        and (not each.shop_types or shop_type in each.shop_types)
    )
