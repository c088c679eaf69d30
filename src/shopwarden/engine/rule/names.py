"""How the names of parameters and features are spelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from shopwarden.engine.rule.document import Section

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def check_name(listed: Section, name: str, taken: Collection[str]) -> None:
    """Check the name of a parameter or a feature; raises RuleError."""
    if not _NAME.fullmatch(name):
        raise listed.error(name, "bad_name", name=name[:64])
    if name in taken:
        raise listed.error(name, "name_taken", name=name)
