"""`shopwarden scan PATH…`: from export files to one page a person can act on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.loading import load
from shopwarden.cli.output import put, tell
from shopwarden.engine.finding import Severity
from shopwarden.engine.rule import load_rules
from shopwarden.errors import InputError
from shopwarden.report.html import write_html
from shopwarden.report.jsonlines import write_jsonlines
from shopwarden.report.problems import write_problems
from shopwarden.report.terminal import summary
from shopwarden.report.workbook import write_workbook
from shopwarden.screening.result import severity_rank
from shopwarden.screening.run import screen
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from shopwarden.screening.result import ShopScreening
    from shopwarden.words import Language

FOUND = 10


def run(options: argparse.Namespace, language: Language) -> int:
    """Scan; returns 10 if `--fail-on` finds something that severe."""
    loaded = load(options, language)
    if not loaded.intake.shops:
        for problem in loaded.intake.problems:
            tell(problem.reason, language, to=sys.stderr)
            tell(problem.hint, language, to=sys.stderr)
        raise InputError("cli.nothing_read")
    rules = load_rules()
    screened = []
    for number, shop in enumerate(loaded.intake.shops):
        unread = () if number else loaded.intake.problems
        moment = loaded.moment(shop)
        screening, _ = screen(shop, rules, loaded.reference, moment, unread)
        screened.append(screening)
    for screening in screened:
        written = _write(options, screening, language, several=len(screened) > 1)
        put(summary(screening, language, report=written))
    worst = [severity_rank(i.severity) for s in screened for i in s.incidents]
    if options.fail_on and worst:
        return FOUND if min(worst) <= severity_rank(Severity(options.fail_on)) else 0
    return 0


def _write(
    options: argparse.Namespace,
    screening: ShopScreening,
    language: Language,
    *,
    several: bool,
) -> str:
    """Write what was asked for; returns where the report lies, if anywhere."""
    outputs: tuple[tuple[str, Callable[[ShopScreening, Path, Language], None]], ...] = (
        (options.report, write_html),
        (options.xlsx, write_workbook),
        (options.json, write_jsonlines),
        (options.problems, write_problems),
    )
    for name, write in outputs:
        if name:
            path = _named(Path(name), screening.shop if several else "")
            write(screening, path, language)
            tell(Text("cli.written", {"path": str(path)}), language, to=sys.stderr)
    return str(options.report)


def _named(path: Path, shop: str) -> Path:
    """With several shops each gets files of its own: `report-10012345.html`."""
    return path.with_stem(f"{path.stem}-{shop}") if shop else path
