"""`shopwarden notice [FILE]`: a notice of JD read from its pasted text.

    shopwarden notice notice.txt                     what it says, and until when
    shopwarden notice notice.txt --save 平台通知.csv  asks, then keeps it

Nothing is kept without `--save` and a yes (or `--yes`).

What it does not do: read (`sources.notices`), or go to the back office.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.notice_clauses import clauses_of
from shopwarden.cli.notice_words import machine, shown, tell_notice
from shopwarden.cli.output import put, tell
from shopwarden.errors import InputError, UsageError
from shopwarden.practices.rulebook import check_confirmations
from shopwarden.records.reference import Reference
from shopwarden.report.notices import append_notice
from shopwarden.sources.notices import (
    NAMES,
    Notice,
    amended,
    moment_said,
    read_notice,
)
from shopwarden.sources.shop_file import load_shop_file
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from shopwarden.words import Language

# A notice is a page; beyond this it is something else.
_LONGEST = 50_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_YES = ("y", "yes", "是", "好", "存")


def run(options: argparse.Namespace, language: Language) -> int:
    """Read a notice, show it, and keep it if asked to; 3 where there is none."""
    given = _given(options.set)
    _agree(options)
    reference = _reference(options.settings)
    text, now_ms = _text(options.path), int(time.time() * 1000)
    notice = _amended(text, given, now_ms)
    if notice.empty:
        raise InputError("notices.nothing")
    if not options.json:
        tell_notice(notice, language, clauses_of(notice, reference, now_ms))
    if options.save and not options.yes:
        confirmed = _confirmed(text, notice, given, now_ms, language)
        if confirmed is None:
            tell(Text("notices.not_stored"), language, to=sys.stderr)
            return 0
        notice = confirmed
    if options.json:
        clauses = clauses_of(notice, reference, now_ms)
        put(json.dumps(machine(notice, clauses), ensure_ascii=False))
    if options.save:
        _save(options, notice, language)
    return 0


def _agree(options: argparse.Namespace) -> None:
    """Refuse options that say nothing together."""
    if options.save and Path(options.save).suffix.lower() != ".csv":
        raise UsageError("notices.save_csv", path=options.save)
    if (options.yes or options.shop) and not options.save:
        raise UsageError("notices.with_save")
    if options.save and not options.yes and options.path in ("", "-"):
        raise UsageError("notices.confirm_how")


def _given(said: list[str]) -> dict[str, str]:
    """The values of `--set NAME=VALUE`, by name."""
    given: dict[str, str] = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or name not in NAMES:
            raise UsageError("notices.set", given=one, names=", ".join(NAMES))
        given[name] = value
    return given


def _reference(path: str) -> Reference:
    if not path:
        return Reference()
    if not Path(path).is_file():
        raise InputError("cli.path_missing", path=path)
    reference = load_shop_file(Path(path))
    check_confirmations(reference.clauses)
    return reference


def _text(path: str) -> str:
    """The text of a file or of standard input."""
    if path in ("", "-"):
        buffer = getattr(sys.stdin, "buffer", None)
        data = sys.stdin.read().encode() if buffer is None else buffer.read()
    elif Path(path).is_file():
        data = Path(path).read_bytes()
    else:
        raise InputError("cli.path_missing", path=path)
    encodings = ("utf-16",) if data.startswith(_WIDE) else _ENCODINGS
    for encoding in encodings:
        try:
            text: str = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(text) <= _LONGEST:
            return text
        break
    raise InputError("notices.no_text", longest=_LONGEST)


def _amended(text: str, given: Mapping[str, str], now_ms: int) -> Notice:
    """The notice as read, with the values a person gave."""
    noticed = None
    if "time" in given:
        try:
            noticed = moment_said(given["time"].strip())
        except ValueError:
            raise _unfit("time", given["time"]) from None
    notice = read_notice(text, now_ms, noticed)
    for name, said in given.items():
        try:
            notice = amended(notice, name, said)
        except ValueError:
            raise _unfit(name, said) from None
    return notice


def _unfit(name: str, said: str) -> UsageError:
    return UsageError("notices.unfit", value=said, form=Text(f"notices.form_{name}"))


def _confirmed(
    text: str,
    notice: Notice,
    given: Mapping[str, str],
    now_ms: int,
    language: Language,
) -> Notice | None:
    """The notice as a person wants it kept, each doubtful field asked; None for no."""
    answers = dict(given)
    # The deadline may run from the time, so it is read anew before it is asked.
    for name in ("time", *(each for each in NAMES if each != "time")):
        if name in given or not doubtful(notice, name):
            continue
        told = {"name": Text(f"notices.field_{name}"), "value": shown(notice, name)}
        tell(Text("notices.ask", told), language, to=sys.stderr)
        answer = _answer(text, answers, name, now_ms, language)
        if answer:
            answers[name] = answer
            notice = _amended(text, answers, now_ms)
    tell_notice(notice, language, to=sys.stderr)
    tell(Text("notices.ask_store"), language, to=sys.stderr)
    return notice if _line().casefold() in _YES else None


def _answer(
    text: str, answers: Mapping[str, str], name: str, now_ms: int, language: Language
) -> str:
    """A value that fits, asked for until it does; "" keeps what was read."""
    while answer := _line():
        try:
            _amended(text, {**answers, name: answer}, now_ms)
        except UsageError as error:
            tell(Text(error.code, error.params), language, to=sys.stderr)
        else:
            return answer
    return ""


def _line() -> str:
    """A line from standard input; UsageError where it has ended."""
    line = sys.stdin.readline()
    if not line:
        raise UsageError("notices.confirm_how")
    return line.strip()


def doubtful(notice: Notice, name: str) -> bool:
    """Whether a person has to look at a field before it is kept."""
    found = {
        "number": notice.number,
        "level": notice.level,
        "rule": notice.clause,
        "amount": notice.amount,
        "time": notice.noticed,
    }
    if name in ("number", "time") and found[name] is None:
        return True
    if name == "deadline":
        dues, noticed = notice.dues, notice.noticed
        early = noticed is not None and dues[:1] < (noticed.value,) and dues != ()
        several = len(dues) > 1 or any(not each.dues for each in notice.deadlines)
        return several or early
    value = found.get(name)
    return value is not None and not value.sure


def _save(options: argparse.Namespace, notice: Notice, language: Language) -> None:
    for name, value in (("number", notice.number), ("time", notice.noticed)):
        if value is None:
            field = Text(f"notices.field_{name}")
            raise UsageError("notices.lacks", field=field, name=name)
    if notice.orders and len(notice.skus) > 1:
        tell(Text("notices.skus_apart"), language, to=sys.stderr)
    count = append_notice(Path(options.save), notice, options.shop)
    told = {"path": options.save, "rows": count}
    code = "notices.stored" if count else "notices.there_already"
    tell(Text(code, told), language, to=sys.stderr if options.json else None)
