"""`shopwarden scan PATH…`: from export files to one page a person can act on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.loading import load
from shopwarden.cli.output import put
from shopwarden.cli.progress import stage
from shopwarden.engine.finding import Severity
from shopwarden.practices.guide import guide_rules
from shopwarden.report.html import write_page
from shopwarden.report.jsonlines import write_lines
from shopwarden.report.problems import write_problems
from shopwarden.report.terminal import summary
from shopwarden.report.workbook import write_workbook
from shopwarden.screening.result import severity_rank
from shopwarden.screening.run import screen

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from shopwarden.cli.loading import Loaded
    from shopwarden.screening.result import ShopScreening
    from shopwarden.words import Language

FOUND = 10


def run(options: argparse.Namespace, language: Language) -> int:
    """Scan; returns 10 if `--fail-on` finds something that severe."""
    loaded = load(options, language)
    if not options.quiet:
        stage("cli.stage_screen", language)
    shops = _screened(loaded)
    written = _write(options, shops, language)
    for number, shop in enumerate(shops, 1):
        if number > 1:
            put()
        _show(shop, language, written if number == len(shops) else None)
    return _code(options.fail_on, shops)


def _screened(loaded: Loaded) -> list[ShopScreening]:
    rules = guide_rules()
    found = []
    for number, shop in enumerate(loaded.intake.shops):
        # Problems of files that belong to no shop are told once.
        unread = () if number else loaded.intake.problems
        moment = loaded.moment(shop)
        found.append(screen(shop, rules, loaded.reference, moment, unread)[0])
    return found


def _show(
    shop: ShopScreening, language: Language, written: Mapping[str, str] | None
) -> None:
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size(fallback=(100, 40)).columns
    for line in summary(shop, language, width=width, colour=colour, files=written):
        put(line)


def _write(
    options: argparse.Namespace, shops: Sequence[ShopScreening], language: Language
) -> dict[str, str]:
    """Write what was asked for; returns the files by what they are."""
    asked = {
        "report": options.report,
        "xlsx": options.xlsx,
        "json": options.json,
        "problems": options.problems,
    }
    if any(asked.values()) and not options.quiet:
        stage("cli.stage_report", language)
    if options.report:
        write_page(Path(options.report), shops, language)
    if options.xlsx:
        write_workbook(Path(options.xlsx), shops)
    if options.json:
        write_lines(Path(options.json), shops)
    if options.problems:
        write_problems(Path(options.problems), shops, language)
    return {what: path for what, path in asked.items() if path}


def _code(fail_on: str, shops: Sequence[ShopScreening]) -> int:
    if not fail_on:
        return 0
    limit = severity_rank(Severity(fail_on))
    severe = (severity_rank(i.severity) <= limit for s in shops for i in s.incidents)
    return FOUND if any(severe) else 0
