"""What an incident is called: the rule's title, and what it is about.

What it does not do: change what a finding holds: machines read "buyer #2"
and the code of a pattern, whatever people are shown.

>>> from shopwarden.words import say
>>> say(person("buyer #2"), "zh")
'买家 #2'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.practices.payments.patterns import pattern_text
from shopwarden.records.schema import TOKEN_DOMAINS
from shopwarden.words import Bilingual, Text

if TYPE_CHECKING:
    from shopwarden.engine.finding import Finding


def incident_title(
    title: Bilingual, finding: Finding, *, apart: bool, named: bool = True
) -> Text:
    """The rule's title, with the fee or the thing it is about, if there is one.

    An order's number tells nothing at this height. Patterns and people are told
    only to keep incidents of one rule `apart`; nothing is `named` where an
    incident is about several.
    """
    about = _about(finding, apart=apart) if named else ""
    if not about:
        return Text(title)
    source = Bilingual(f"{title.zh}：{{about}}", f"{title.en}: {{about}}")
    return Text(source, {"about": about})


def _about(finding: Finding, *, apart: bool) -> Text | str:
    if finding.entity_kind == "order":
        named = (finding.values.get(name) for name in ("fee", "fee_class"))
        return " · ".join(str(value) for value in named if value)
    if not is_numbered(finding):
        return finding.entity
    if not apart:
        return ""
    pattern = finding.entity_kind == "pattern"
    return pattern_text(finding.entity) if pattern else person(finding.entity)


def is_numbered(finding: Finding) -> bool:
    """Whether the entity is one of a rule's patterns or numbered people."""
    return finding.entity_kind == "pattern" or is_person(finding.entity)


def is_person(entity: str) -> bool:
    """Whether an entity is shown as a numbered person."""
    return entity.partition(" #")[0] in TOKEN_DOMAINS


def person(entity: str) -> Text:
    """A numbered person ("buyer #2") in words."""
    domain, _, number = entity.partition(" #")
    return Text(f"screening.person_{domain}", {"number": number})
