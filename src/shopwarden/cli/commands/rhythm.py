"""`shopwarden rhythm`: which tables to fetch, how often, and how many rules each feeds.

What it does not do: say how fresh a shop's files are (`scan` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.practices.guide import guide_rules
from shopwarden.records.moment import DAY_MS
from shopwarden.screening.inputs import inputs
from shopwarden.screening.tables import tables
from shopwarden.sources.exports.templates import templates
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.screening.tables import ShopTable
    from shopwarden.words import Language

_OFTEN = ((DAY_MS, "daily"), (7 * DAY_MS, "weekly"), (30 * DAY_MS, "monthly"))


def run(_options: argparse.Namespace, language: Language) -> int:
    """Print the tables by how often they are worth fetching."""
    feeds = _feeds()
    for every, name in _OFTEN:
        chosen = [t for t in tables().values() if t.every_ms == every]
        minutes = sum(table.minutes for table in chosen)
        said = {"tables": len(chosen), "minutes": minutes}
        tell(Text(f"cli.rhythm_{name}", said), language)
        for table in chosen:
            _table(table, feeds[table.name], language)
        put()
    tell(Text("cli.rhythm_own_choice"), language)
    return 0


def _feeds() -> dict[str, int]:
    """How many rules each table feeds."""
    asked = [inputs(rule) for rule in guide_rules()]
    return {
        table.name: sum(
            bool(set(table.kinds) & set(map(str, kinds))) for kinds in asked
        )
        for table in tables().values()
    }


def _table(table: ShopTable, rules: int, language: Language) -> None:
    title = table.title.in_language(language)
    told = {"title": title, "minutes": table.minutes, "rules": rules}
    tell(Text("cli.rhythm_table", told), language)
    menu = table.menu.in_language(language)
    code = "rhythm_menu" if table.verified else "rhythm_menu_unverified"
    tell(Text(f"cli.{code}", {"menu": menu, "on": table.verified_on}), language)
    if table.limits is not None:
        limits = {"limits": table.limits.in_language(language)}
        tell(Text("cli.rhythm_limits", limits), language)
    for name in _files(table):
        tell(
            Text("cli.rhythm_template", {"file": f"docs/templates/{name}.csv"}),
            language,
        )


def _files(table: ShopTable) -> list[str]:
    """The templates whose rows hold the table's facts."""
    kinds = set(table.kinds)
    return [t.name for t in templates().values() if kinds & set(map(str, t.kinds))]
