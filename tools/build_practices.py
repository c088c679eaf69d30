"""Build the lists in docs/practices: what would go stale if it were typed in.

A page has the lists between markers, `<!-- built: rules -->` and `<!-- end -->`;
the prose around them is by hand. They come from the guide, the rules, their
inputs, the rhythm, the rulebook and the lessons.

When a rule fires is a sentence of tools/practices/<practice>.yaml, its numbers
the defaults of the rule's parameters. conditions.json holds the condition each
sentence was read against: where a rule has changed since, or is new, its title
stands in the sentence's place until somebody reads it again and runs --read.

usage: python tools/build_practices.py [--check | --read [RULE …]]
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from shopwarden.engine.expression import Word, names, walk
from shopwarden.engine.rule import reached_kind
from shopwarden.practices.education.lessons import load_lessons
from shopwarden.practices.guide import guide_rules, load_guide
from shopwarden.practices.rulebook import Authority, load_rulebook
from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.records.schema import Kind
from shopwarden.screening.clocks import clock_sources
from shopwarden.screening.inputs import inputs
from shopwarden.screening.tables import table_for, tables
from shopwarden.words import Text, say, show_fen, show_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shopwarden.engine.clock import Clock
    from shopwarden.engine.rule import Feature, Param, Rule
    from shopwarden.practices.guide import Control
    from shopwarden.practices.rulebook import Clause
    from shopwarden.screening.tables import ShopTable
    from shopwarden.words import Language

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "practices"
SENTENCES = Path(__file__).resolve().parent / "practices"
CONDITIONS = SENTENCES / "conditions.json"
PART = re.compile(r"(<!-- built: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
TEMPLATE = re.compile(r"docs/templates/(\w+\.csv)")
PPM = 1_000_000
IN_HOURS = 3 * DAY_MS  # up to here people say 48 hours, not 2 days


def main() -> int:
    """Write the pages; with --check only say what differs, then 1."""
    if "--read" in sys.argv:
        _mark_read([name for name in sys.argv[1:] if "/" in name])
    for rule in guide_rules():
        if _sentence(rule, "en") is None:
            print(f"{rule.id}: no sentence was read against its condition")
    pages = {path: _built(path) for path in sorted(PAGES.glob("*.md"))}
    differing = [p for p, text in pages.items() if p.read_text("utf-8") != text]
    if "--check" in sys.argv:
        lines = (f"{path.relative_to(ROOT)} is not as built" for path in differing)
        print("\n".join(lines) or "practices: ok")
        return 1 if differing else 0
    for path in differing:
        path.write_text(pages[path], "utf-8", newline="\n")
    return 0


def _mark_read(chosen: list[str]) -> None:
    """Note that somebody read some sentences, or all, against today's conditions."""
    rules = [r for r in guide_rules() if not chosen or r.id in chosen]
    written = {r.id: _condition(r) for r in rules}
    kept = {r.id: _read_against().get(r.id) for r in guide_rules()}
    known = {name: digest for name, digest in kept.items() if digest}
    text = json.dumps({**known, **written}, indent=1, sort_keys=True)
    CONDITIONS.write_text(f"{text}\n", "utf-8")


def _built(path: Path) -> str:
    practice, _, ending = path.name.removesuffix(".md").partition(".")
    language: Language = "zh" if ending else "en"

    def fill(match: re.Match[str]) -> str:
        lines = "\n".join(PARTS[match[2]](practice, language))
        return f"{match[1]}\n{lines}\n{match[3]}"

    return PART.sub(fill, path.read_text("utf-8"))


def _word(code: str, language: Language, **told: object) -> str:
    text = _words()[code][language]
    return text.format_map(told) if told else text


@cache
def _words() -> Mapping[str, Mapping[Language, str]]:
    return cast(
        "Mapping[str, Mapping[Language, str]]",
        tomllib.loads((SENTENCES / "words.toml").read_text("utf-8")),
    )


def _joined(items: Iterable[str], language: Language) -> str:
    return _word("and", language).join(items)


def _rules_of(control: Control) -> list[Rule]:
    return [rule for rule in guide_rules() if control.id in rule.controls]


def rules_part(practice: str, language: Language) -> Iterator[str]:
    """The controls in their own words, and a line for each rule behind them."""
    yield _word("rules", language)
    for control in load_guide().of(practice):
        rules = _rules_of(control)
        how = "" if rules else _word("attested", language)
        title = _cell(control.title.in_language(language))
        yield f"| **{control.id} {title}** | {how} | |"
        for rule in _loudest_first(rules):
            lane = say(Text(f"cli.lane_{rule.lane.value}"), language)
            name = rule.id.removeprefix(f"{practice}/")
            yield f"| {_cell(fires(rule, language))} | {lane} | `{name}` |"


def _loudest_first(rules: Iterable[Rule]) -> list[Rule]:
    order = ("ring", "today", "weekly")
    return sorted(rules, key=lambda rule: (order.index(rule.lane.value), rule.id))


def fires(rule: Rule, language: Language) -> str:
    """When a rule fires: its sentence if it was read, else its title."""
    sentence = _sentence(rule, language)
    if sentence is None:
        title = rule.title.in_language(language)
        return _word("read_again", language, title=title, rule=rule.id)
    shown = {name: amount(p, language) for name, p in rule.params.items()}
    return sentence.format_map(shown)


def _sentence(rule: Rule, language: Language) -> str | None:
    read = _sentences().get(rule.id)
    holds = _read_against().get(rule.id) == _condition(rule)
    return read[language] if read is not None and holds else None


@cache
def _sentences() -> dict[str, dict[Language, str]]:
    found: dict[str, dict[Language, str]] = {}
    for path in sorted(SENTENCES.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def _read_against() -> dict[str, str]:
    text = CONDITIONS.read_text("utf-8") if CONDITIONS.is_file() else "{}"
    return cast("dict[str, str]", json.loads(text))


def _condition(rule: Rule) -> str:
    """A digest of all that decides whether a rule fires, but its defaults."""
    features = [(name, *_counted(f)) for name, f in rule.features.items()]
    told = repr((str(rule.fact), " ".join(rule.when.text.split()), features))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _counted(feature: Feature) -> tuple[object, ...]:
    """What a feature counts, by whom and how far back; not what it is called."""
    where = " ".join(feature.where.text.split()) if feature.where else ""
    counted = (str(feature.aggregate), str(feature.of), feature.value, where)
    return (*counted, feature.by, feature.read_by, feature.window, feature.include_self)


def amount(param: Param, language: Language) -> str:
    """A parameter's default as people write it."""
    value = param.default
    if param.unit == "duration":
        return _span(int(value), language)
    if param.unit == "fen":
        return show_fen(int(value)).removesuffix(".00")
    if param.unit == "ratio":
        return f"{value * 100:g}%"
    if param.unit == "ppm":
        return _word("points", language, number=f"{value * 100 / PPM:g}")
    if param.unit == "g":
        return _word("grams", language, number=f"{value:g}")
    return f"{value:g}"


def _span(ms: int, language: Language) -> str:
    hours, rest = divmod(ms, HOUR_MS)
    if DAY_MS <= ms <= IN_HOURS and not rest:
        return _word("hours", language, hours=hours)
    return show_span(ms, language)


def tables_part(practice: str, language: Language) -> Iterator[str]:
    """The tables a practice's rules stand on, and what stays closed without each."""
    yield _word("tables", language)
    rules = [r for c in load_guide().of(practice) for r in _rules_of(c)]
    standing = {rule.id: _stands_on(rule) for rule in rules}
    for table in sorted(tables().values(), key=lambda t: t.every_ms):
        fed = [rule for rule in rules if table.name in standing[rule.id]]
        if fed:
            yield _table(table, fed, language)
    yield ""
    yield _word("tables_note", language)
    for name in sorted({name for rule in rules for name in rule.lists}):
        users = [rule.id for rule in rules if name in rule.lists]
        yield ""
        yield _word("list", language, name=name, rules="`, `".join(users))


def _stands_on(rule: Rule) -> set[str]:
    """The names of the tables a rule stands on."""
    # A key path that a feature sums or compares leads to a kind as well.
    paths = (f"{f.of}.{f.value}".split(".") for f in rule.features.values())
    reached = {reached_kind(Kind(of), root) for of, root, *rest in paths if rest}
    kinds = {*inputs(rule), *reached} - {None}
    given = (table_for(f"coverage:{kind}", rule.fact) for kind in kinds)
    found = {table.name for table in given if table}
    used = {f"{rule.fact}.{name}" for name in names(rule.when.root)}
    for f in rule.features.values():
        columns = (*f.by, f.value, *(names(f.where.root) if f.where else ()))
        used |= {f"{f.of}.{name}" for name in columns}
    return found | {t.name for t in tables().values() if used & set(t.columns)}


def _table(table: ShopTable, fed: list[Rule], language: Language) -> str:
    title = _cell(table.title.in_language(language))
    span = _word(f"every_{table.every_ms // DAY_MS}", language)
    every = _word("every", language, span=span, minutes=table.minutes)
    controls = dict.fromkeys(name for rule in fed for name in rule.controls)
    told = {"controls": _joined(controls, language), "rules": len(fed)}
    opens = _word("opens", language, **told)
    return f"| {title} | {every} | {_where(table, language)} | {opens} |"


def _where(table: ShopTable, language: Language) -> str:
    """Our template where there is one, else the menu path and its state."""
    menu = table.menu.in_language(language)
    named = TEMPLATE.search(menu)
    if named:
        return f"[{named[1]}](../templates/{named[1]})"
    mark = "" if table.verified else _word("unverified", language)
    return f"{_cell(menu)}{mark}"


def manual_part(practice: str, language: Language) -> Iterator[str]:
    """What a person of the shop attests: the evidence, how often, who."""
    yield _word("manual", language)
    for control in load_guide().of(practice):
        if control.manual is not None:
            evidence = _cell(control.manual.evidence.in_language(language))
            every = show_span(control.manual.every_ms, language)
            owner = say(Text(f"cli.owner_{control.manual.owner}"), language)
            yield f"| {control.id} | {evidence} | {every} | {owner} |"


def unseen_part(practice: str, language: Language) -> Iterator[str]:
    """The practice's threats that no file shows, and why."""
    guide = load_guide()
    number = 1 + [p.name for p in guide.practices].index(practice)
    for threat in guide.threats:
        if threat.id.startswith(f"T{number}.") and threat.unseen is not None:
            told = {"title": threat.title.in_language(language), "id": threat.id}
            why = threat.unseen.in_language(language)
            yield _word("unseen", language, **told, why=why)


def clauses_part(practice: str, language: Language) -> Iterator[str]:
    """The clauses of a practice and those its controls name, with their states."""
    book = load_rulebook()
    named = {name for c in load_guide().of(practice) for name in c.clauses}
    chosen = [c for c in book.clauses if c.practice == practice or c.id in named]
    jd = sum(clause.authority is Authority.JD for clause in chosen)
    told = {"clauses": len(chosen), "jd": jd, "law": len(chosen) - jd}
    verified = sum(clause.versions[-1].verified for clause in chosen)
    yield _word("count", language, **told, verified=verified, practice=practice)
    yield ""
    yield _word("clauses", language)
    for clause in chosen:
        title = _cell(clause.title.in_language(language))
        yield f"| {title} | `{clause.id}` | {_known(clause, language)} |"


def _known(clause: Clause, language: Language) -> str:
    """How far the latest text of a clause is known; it ages apart from that."""
    latest = clause.versions[-1]
    state = "verified" if latest.verified else str(latest.state)
    return say(Text(f"rulebook.state_{state}"), language)


def clocks_part(practice: str, language: Language) -> Iterator[str]:
    """The limits the practice's rules ask about, as far as anybody knows them."""
    yield _word("clocks", language)
    rules = [r for c in load_guide().of(practice) for r in _rules_of(c)]
    asked = {w.text for r in rules for w in _words_in(r) if w.text in clock_sources()}
    for name in clock_sources():
        if name in asked:
            title = say(Text(f"choices.clock_{name}"), language)
            for reading, rests, known in _readings(name, language):
                yield f"| {title} | {reading} | {rests} | {known} |"


def _words_in(rule: Rule) -> Iterator[Word]:
    conditions = (f.where for f in rule.features.values() if f.where is not None)
    for condition in (rule.when, *conditions):
        yield from (n for n in walk(condition.root) if isinstance(n, Word))


def _readings(name: str, language: Language) -> Iterator[tuple[str, str, str]]:
    """How long a clock may run, what says so, and how far that is known."""
    source, found = clock_sources()[name], False
    for clause in map(load_rulebook().clause, source.clauses):
        latest = clause.versions[-1]
        for clock in latest.clocks:
            found = True
            known = say(Text(f"rulebook.state_{latest.clock_state}"), language)
            yield _reading(clock, language), f"`{clause.id}`", known
    if not found:
        unverified = say(Text("rulebook.state_unverified"), language)
        for clock in source.readings:
            yield _reading(clock, language), _word("own", language), unverified
        if not source.readings:
            named = _joined((f"`{clause}`" for clause in source.clauses), language)
            yield _word("no_reading", language), named, unverified


def _reading(clock: Clock, language: Language) -> str:
    told = {
        "length": _span(clock.length_ms, language),
        "counts": say(Text(f"rulebook.counts_{clock.counts}"), language),
        "starts": say(Text(f"rulebook.starts_{clock.starts}"), language),
        "ends": say(Text(f"rulebook.ends_{clock.ends}"), language),
    }
    return _word("reading", language, **told)


def lessons_part(practice: str, language: Language) -> Iterator[str]:
    """The lessons about the threats that the practice's controls meet."""
    met = {threat for c in load_guide().of(practice) for threat in c.threats}
    yield _word("lessons", language)
    for lesson in load_lessons():
        if met & set(lesson.threats):
            title = _cell(lesson.title.in_language(language))
            roles = (say(Text(f"lessons.role_{r}"), language) for r in lesson.roles)
            command = f"`shopwarden lesson {lesson.id}`"
            yield f"| {title} | {_joined(roles, language)} | {command} |"


def practices_part(_page: str, language: Language) -> Iterator[str]:
    """The eight practices with their pages."""
    guide = load_guide()
    yield _word("practices", language)
    for practice in guide.practices:
        controls = guide.of(practice.name)
        rules = {rule.id for c in controls for rule in _rules_of(c)}
        manual = sum(control.manual is not None for control in controls)
        page = f"{practice.name}{'.zh' if language == 'zh' else ''}.md"
        title = f"[{practice.title.in_language(language)}]({page})"
        good = _cell(practice.good.in_language(language))
        yield f"| {title} | {good} | {len(controls)} | {len(rules)} | {manual} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PARTS: Mapping[str, Callable[[str, Language], Iterator[str]]] = {
    "rules": rules_part,
    "tables": tables_part,
    "manual": manual_part,
    "unseen": unseen_part,
    "clauses": clauses_part,
    "clocks": clocks_part,
    "lessons": lessons_part,
    "practices": practices_part,
}


if __name__ == "__main__":
    raise SystemExit(main())
