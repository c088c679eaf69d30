"""What the red team found, printed: lines for a terminal, tables for a page.

What it does not do: attack (`screening.redteam`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.screening.redteam.result import State
from shopwarden.screening.redteam.told import listed, priced, told
from shopwarden.screening.redteam.writing import writing
from shopwarden.words import Text, say, show_fen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.screening.redteam.result import Reach, RuleResult, TextResult
    from shopwarden.words import Language

_BETWEEN_MESSAGES = " ‖ "


def tell_rule(found: RuleResult, bound_fen: int, language: Language) -> None:
    """One rule's cheapest way around, and who else would notice."""
    if found.state in (State.HELD, State.NOBODY) or found.price is None:
        some = found.state is State.HELD and not found.proven
        code = f"redteam.rule_{found.state}{'_some' if some else ''}"
        bound = {} if found.state is State.NOBODY else {"bound": show_fen(bound_fen)}
        tell(Text(code, bound), language)
        return
    shown = {
        "cost": _cost(found),
        "moves": listed([told(move) for move in found.moves]),
        "price": priced(found.price),
    }
    tell(Text(f"redteam.rule_{found.state}", shown), language)
    if found.caught_by:
        tell(Text("redteam.caught", {"rules": ", ".join(found.caught_by)}), language)
    else:
        tell(Text("redteam.not_caught"), language)


def _cost(found: RuleResult) -> str:
    """The cost; at most that much, where not everything cheaper was tried."""
    return f"{'' if found.proven else '≤ '}{show_fen(found.cost_fen)}"


def tell_text(found: TextResult, bound: int, language: Language) -> None:
    """One label's cheapest disguise, with the invented text."""
    if found.state is not State.EVADED:
        some = found.state is State.HELD and not found.proven
        code = f"redteam.text_{found.state}{'_some' if some else ''}"
        tell(
            Text(code, {} if found.state is State.NOBODY else {"bound": bound}),
            language,
        )
        return
    shown = {
        "cost": found.cost,
        "keeps": found.keeps,
        "moves": disguises(found),
        "messages": _messages(found),
    }
    tell(Text("redteam.text_evaded", shown), language)
    if found.caught_by:
        labels = {"labels": ", ".join(found.caught_by)}
        tell(Text("redteam.text_caught", labels), language)


def tell_reach(found: Sequence[Reach], language: Language) -> None:
    """How far each disguise reaches alone."""
    tell(Text("redteam.reach_heading"), language)
    for each in found:
        shown = {
            "hidden": each.hidden,
            "seeds": each.seeds,
            "disguise": Text(f"redteam.writing_{each.disguise}"),
            "cost": writing().disguises[each.disguise].cost,
        }
        tell(Text("redteam.reach", shown), language)


def disguises(found: TextResult) -> Text:
    """The disguises of a text, in the order in which they were put on."""
    return listed([Text(f"redteam.writing_{name}") for name in found.moves])


def label_name(found: TextResult) -> Text:
    """A label, and the language of its seeds where it has any."""
    if found.state is State.NOBODY:
        return Text("redteam.label_alone", {"label": found.label})
    spoken = Text(f"redteam.language_{found.language}")
    return Text("redteam.label", {"label": found.label, "language": spoken})


def _messages(found: TextResult) -> str:
    """The texts, what is invisible in them written out."""
    shown = _BETWEEN_MESSAGES.join(found.messages)
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in shown)


def put_markdown(
    rules: Sequence[RuleResult],
    texts: Sequence[TextResult],
    reach: Sequence[Reach],
    bounds: tuple[int, int],
    language: Language,
) -> None:
    """The tables of rules, of labels, and of disguises."""
    if rules:
        tell(Text("redteam.table_rules"), language)
        for rule in rules:
            _row(_rule_cells(rule, bounds[0], language))
    if rules and texts:
        put()
    if texts:
        tell(Text("redteam.table_texts"), language)
        for text in texts:
            _row(_text_cells(text, bounds[1], language))
    if reach:
        put()
        tell(Text("redteam.table_reach"), language)
    for each in reach:
        disguise = writing().disguises[each.disguise]
        name = say(Text(f"redteam.writing_{each.disguise}"), language)
        hidden = f"{each.hidden}/{each.seeds}"
        _row([name, hidden, str(disguise.cost), f"{disguise.keeps} %"])


def _row(cells: Sequence[str]) -> None:
    put(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")


def _rule_cells(found: RuleResult, bound: int, language: Language) -> list[str]:
    def word(code: str, **params: object) -> str:
        return say(Text(f"redteam.{code}", params), language)

    name, tried = f"`{found.rule}`", word("yes" if found.proven else "no")
    if found.state is State.NOBODY:
        return [name, word("cell_nobody"), "", "", "", ""]
    if found.price is None:
        return [name, word("cell_held", bound=show_fen(bound)), "", "", tried, ""]
    moves = listed([told(move) for move in found.moves])
    if found.state is State.OPEN:
        moves = Text("redteam.cell_open", {"moves": moves})
    others = ", ".join(f"`{rule}`" for rule in found.caught_by) or word("none")
    price = say(priced(found.price), language)
    return [name, say(moves, language), _cost(found), price, tried, others]


def _text_cells(found: TextResult, bound: int, language: Language) -> list[str]:
    def word(code: str, **params: object) -> str:
        return say(Text(f"redteam.{code}", params), language)

    name = say(label_name(found), language)
    if found.state is State.NOBODY:
        return [name, word("cell_nobody"), "", "", "", ""]
    if found.state is State.HELD:
        return [name, word("cell_held", bound=bound), "", "", "", ""]
    labels = ", ".join(f"`{label}`" for label in found.caught_by) or word("none")
    shown = [say(disguises(found), language), str(found.cost), f"{found.keeps} %"]
    return [name, *shown, f"`{_messages(found)}`", labels]
