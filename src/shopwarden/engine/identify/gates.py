"""The patterns the caller's matcher looks for: gates to the detectors.

A gate matches wherever its detector would find something, and seldom else.
It is read over the plain view, before anything is decided.

What it does not do: find spans; a gate often ends before its value does.
"""

from __future__ import annotations

import re

from shopwarden.engine.identify import contacts, handles, names
from shopwarden.engine.identify.digits import BETWEEN, LIKE
from shopwarden.engine.identify.doors import DOOR, SETTLED
from shopwarden.engine.identify.english_addresses import ENGLISH_CUE, NUMBERED_CUE
from shopwarden.engine.identify.english_names import ENGLISH_LEAD
from shopwarden.engine.identify.places import surnames
from shopwarden.engine.identify.spoken import SPOKEN
from shopwarden.engine.patterns import Pattern

_SURNAMES = surnames()
_COMMON = "".join(sorted(_SURNAMES.common | {c[0] for c in _SURNAMES.compound}))
_ANY = "".join(sorted(set(_COMMON) | _SURNAMES.rare))
_HANZI = "[\u4e00-\u9fff]"
_DOTTED = f"{_HANZI}{{1,6}}[·•・‧]{_HANZI}"
_STRANGE = f"[^{LIKE}a-z\u4e00-\u9fff*]{{1,2}}"
# Hyperscan knows no back-reference; the detector looks again.
_QQ_CUE = handles.QQ_CUE.replace("(?P=e)", "[^a-z0-9]")


def gates() -> tuple[Pattern, ...]:
    """The gates; their names begin with `pii:`."""
    named = {
        "digits": f"(?:[{LIKE}][{BETWEEN}]{{0,3}}){{6}}[{LIKE}]",
        "apart": f"(?:[{LIKE}][^{LIKE}a-z\u4e00-\u9fff]{{1,2}}){{10}}[{LIKE}]",
        "twice": f"[{LIKE}]{{3}}{_STRANGE}[{LIKE}]{{4}}{_STRANGE}[{LIKE}]{{4}}|"
        f"(?:[{LIKE}][^{LIKE}a-z*]){{10}}[{LIKE}]",
        "spoken": SPOKEN,
        "uscc": "[0-9a-hj-npqrtuwxy]{2}[0-9]{6}[0-9a-hj-npqrtuwxy]{10}",
        "email": r"[a-z0-9](?: ?@ ?| ?艾特 ?|#at#|"
        r" at | ?[(\[（【]at[)\]）】] ?)[a-z0-9]",
        "passport": "[a-z][0-9]{8}|e[a-z][0-9]{7}|"
        f"(?:{contacts.PASSPORT_CUE})[^0-9]{{0,16}}[{LIKE}]",
        "plate": f"[{contacts.PROVINCES}] ?[a-z][ ·.•\\-]{{0,2}}[a-z{LIKE}]{{4}}",
        "wechat": f"{handles.WECHAT_CUE}{handles.LINK}[a-z0-9]",
        "messenger": f"{handles.OTHER_CUE}[a-z][a-z0-9_\\-]{{5}}",
        "qq": f"{_QQ_CUE}{handles.QQ_LINK}[{LIKE}]",
        "qq_far": "(?:扣|q|企鹅|球)[,，]?(?:[一-龥]{1,4}[,，]?){1,3}号",
        "qq_coins": "q币",
        "name_field": f"(?:{names.FIELD})(?:[{_ANY}]{_HANZI}|{_DOTTED})",
        "name_hand": f"(?:{names.HAND})(?:[{_COMMON}]{_HANZI}|{_DOTTED})",
        "name_received": f"(?:[{_COMMON}]{_HANZI}{{1,3}}|[·•]{_HANZI}{{1,7}})"
        " ?(?:收|亲启|的名|的户|的身|的护)",
        "name_greeted": f"{_HANZI}(?:您好|你好)",
        "name_title": f"(?:[{_COMMON}]{_HANZI}{{1,3}}|[·•]{_HANZI}{{1,7}})"
        f" ?(?:{names.TITLE_CUE})",
        "name_english": f"{ENGLISH_LEAD}[a-z]",
        "door": DOOR,
        "settled": SETTLED,
        "address_english": f"(?:{ENGLISH_CUE})(?: is)?[ :：]|{NUMBERED_CUE}[0-9a-z]|"
        "[0-9][a-z]?,? (?:[a-z]{2,15} ){1,4}"
        "(?:road|rd|street|avenue|ave|lane|boulevard|blvd)",
    }
    # Names of groups are for the detectors; hyperscan has no use for them.
    return tuple(
        Pattern(f"pii:{name}", re.sub(r"\(\?P<[a-z]+>", "(?:", text))
        for name, text in named.items()
    )
