"""`shopwarden propose`: a draft of shop.yaml from what the bills show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.loading import load
from shopwarden.cli.output import put, tell
from shopwarden.errors import InputError
from shopwarden.sources.proposal import proposal_text, propose, write_proposal
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.words import Language


def run(options: argparse.Namespace, language: Language) -> int:
    """Show the draft, or save it where asked; it never overwrites a file."""
    shops = load(options, language).intake.shops
    if len(shops) > 1:
        raise InputError("cli.one_shop", shops=", ".join(s.shop for s in shops))
    proposed = propose(shops[0].facts, shops[0].shop)
    if not options.save:
        put(proposal_text(proposed))
        return 0
    target = Path(options.save)
    if target.exists():
        raise InputError("cli.exists", path=options.save)
    write_proposal(target, proposed)
    tell(Text("cli.proposal_saved", {"path": options.save}), language)
    return 0
