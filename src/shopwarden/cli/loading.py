"""From the arguments to facts: settings, mappings, tokens, progress, reading.

Shared by the commands that read exports. The key of the tokens is random and
never leaves memory, so nothing that is written can be traced to a person.
"""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.cli.progress import Progress
from shopwarden.errors import InputError, UsageError
from shopwarden.practices.guide import load_guide
from shopwarden.practices.profiles import with_profile
from shopwarden.practices.rulebook import check_confirmations
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.report.shown import alike, place
from shopwarden.screening.judge import ScreenJudge
from shopwarden.sources.assemble import as_of
from shopwarden.sources.attestations import holding, load_attestations
from shopwarden.sources.intake import read_exports
from shopwarden.sources.mapping_file import load_mappings
from shopwarden.sources.shop_file import load_shop_file
from shopwarden.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from shopwarden.sources.intake import Intake, ShopFacts
    from shopwarden.words import Language

_LAST_MS_OF_DAY = DAY_MS - 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read, with the settings to judge it by."""

    intake: Intake
    reference: Reference
    as_of: int | None  # None: each shop's newest export decides

    def moment(self, shop: ShopFacts) -> int:
        """As of when a shop is judged: the argument, else its newest export."""
        if self.as_of is not None:
            return self.as_of
        return max((f.known_at for f in shop.files), default=0)


def load(options: argparse.Namespace, language: Language) -> Loaded:
    """Read what the arguments name; raises InputError, UsageError, SettingsError."""
    moment = _as_of(options.as_of)
    paths = [Path(text) for text in options.paths]
    for path in paths:
        if not path.exists():
            raise InputError("cli.path_missing", path=str(path))
    settings = _beside(paths, options.settings, "shop.yaml")
    attested = _beside(paths, options.attestations, "attestations.yaml")
    columns = _beside(paths, options.columns, "columns.yaml")
    reference = load_shop_file(settings) if settings else Reference()
    if reference.clauses:
        check_confirmations(reference.clauses)
    reference = with_profile(_attested(reference, attested))
    intake = read_exports(
        paths,
        tokeniser=KeyedTokeniser(secrets.token_bytes(32)),
        mappings=load_mappings(columns) if columns else (),
        shop=options.shop,
        home=reference.shop,
        judge=ScreenJudge(),
        progress=None if options.quiet else Progress(language),
        # A moment in the past is judged by what was known then.
        keep_versions=bool(options.as_of),
    )
    if not any(file.kept for shop in intake.shops for file in shop.files):
        _complain_of_all(intake, language)
        raise InputError("cli.nothing_read")
    if moment is not None:
        intake = _known_by(intake, moment)
    return Loaded(intake, reference, moment)


def _attested(reference: Reference, path: Path | None) -> Reference:
    """The reference with the organisation's attestations that hold for the shop."""
    if path is None:
        return reference
    controls = [c.id for c in load_guide().controls if c.manual is not None]
    found = holding(
        load_attestations(path, controls), reference.shop_type, reference.exceptions
    )
    return replace(reference, attestations=found)


def _complain_of_all(intake: Intake, language: Language) -> None:
    """Say of every file why nothing in it could be used."""
    found = [*intake.problems, *(p for shop in intake.shops for p in shop.problems)]
    for group in alike(found):
        places = (say(part, language) for part in place(group))
        put(" · ".join([group[0].file, *places]), to=sys.stderr)
        tell(group[0].reason, language, to=sys.stderr)
        tell(group[0].hint, language, to=sys.stderr)


def _known_by(intake: Intake, moment: int) -> Intake:
    """Every shop's facts as they were known at a moment."""
    shops = (replace(s, facts=as_of(s.facts, moment)) for s in intake.shops)
    return replace(intake, shops=tuple(shops))


def _as_of(text: str) -> int | None:
    """The moment meant by `--as-of`; a bare day means its end."""
    if not text:
        return None
    try:
        moment = read_moment(text)
    except ValueError:
        moment = None
    if moment is None:
        raise UsageError("cli.as_of", value=text)
    return moment if ":" in text else moment + _LAST_MS_OF_DAY


def _beside(paths: Sequence[Path], given: str, name: str) -> Path | None:
    """The settings file named, else one lying in the folder of the exports."""
    if given:
        path = Path(given)
        if not path.is_file():
            raise InputError("cli.path_missing", path=given)
        return path
    folders = [path if path.is_dir() else path.parent for path in paths]
    found = (folder / name for folder in folders)
    return next((path for path in found if path.is_file()), None)
