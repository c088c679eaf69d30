"""Real messages of other people: alerts in service chats, recall on spam.

Service chats (JD's own, all taken as genuine): alerts per lane in 5,974 turns,
as they are and with the placeholders filled with invented order, waybill and
SKU numbers from a fixed seed; every alert is listed (label, rule, turn; not
its text, which is not ours to print, unless `--texts`).

Spam messages: the share of each class with a label, by a strong label and by
any, as they are and with placeholders filled. The product is not trained on
either; thresholds are those it ships.

usage: python benchmarks/messages.py [--data DIR] [--texts]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import os
import random
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.screening.lanes import lane
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.engine.screen import Screened

SEED = 20261124
_BY = {"customer": "buyer", "service": "staff"}
_PLACE = re.compile(r"\[([一-龥A-Za-z]+)x\]")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped CSV."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def digits(draw: random.Random, size: int) -> str:
    """An invented number of so many digits."""
    return "".join(draw.choice("0123456789") for _ in range(size))


def chat_filler(draw: random.Random) -> Callable[[re.Match[str]], str]:
    """Fills JD's placeholders: orders, waybills, SKUs, dates, amounts."""

    def fill(match: re.Match[str]) -> str:
        choices = {
            "订单": ["3" + digits(draw, 11), "2" + digits(draw, 11)],
            "数字": [
                digits(draw, draw.choice([1, 2, 3, 4])),
                "JDVA" + digits(draw, 11),
                "SF1" + digits(draw, 12),
                "1000" + digits(draw, 8),
                "3" + digits(draw, 11),
            ],
            "金额": [f"{draw.randint(1, 999)}.{digits(draw, 2)}"],
            "日期": [f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日"],
            "时间": [f"{draw.randint(8, 22)}:{draw.randint(10, 59)}"],
            "链接": ["https://item.jd.com/1000" + digits(draw, 8) + ".html"],
        }
        return draw.choice(choices.get(match[1], [match[0]]))

    return fill


_SPAM = re.compile(r"CELLPHONE|HOTLINE|PHONE|WECHAT|DIGIT|URL|QQ|NAME|PLACE|BANK")


def spam_filler(draw: random.Random) -> Callable[[re.Match[str]], str]:
    """Fills the spam's placeholders with invented contacts."""

    def fill(match: re.Match[str]) -> str:
        return {
            "CELLPHONE": "139000000" + digits(draw, 2),
            "PHONE": "010-5550" + digits(draw, 4),
            "HOTLINE": "95" + digits(draw, 3),
            "WECHAT": "jd_test_" + digits(draw, 2),
            "QQ": "1000" + digits(draw, 5),
            "URL": f"http://{digits(draw, 3)}abc.example.top/x",
            "DIGIT": digits(draw, draw.choice([1, 2, 4])),
            "NAME": "王小明",
            "PLACE": "北京",
            "BANK": "某某银行",
        }[match[0]]

    return fill


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, times 1,000 (Wilson 1927)."""
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    scale = 1000 / (1 + z * z / total)
    return (middle - spread) * scale, (middle + spread) * scale


def lanes_of(found: Screened, by: str) -> set[str]:
    """The lanes a turn's labels are in."""
    chosen = (lane(mark, found, by) for mark in found.marks)
    return {each.value for each in chosen if each is not None}


def chats(folder: Path, *, texts: bool) -> None:
    """Alerts in the service chats, as they are and filled."""
    turns = rows(folder / "service-chat" / "turns.csv.gz")
    by = [_BY[turn["sender"]] for turn in turns]
    fill = chat_filler(random.Random(SEED))
    plain = [turn["text"] for turn in turns]
    for name, each in (
        ("as they are", plain),
        ("numbers filled", [_PLACE.sub(fill, text) for text in plain]),
    ):
        screener = text_screener()
        start = time.perf_counter()
        screened = screener.screen(each, kind="chat", directions=by)
        seconds = time.perf_counter() - start
        count, alerts = Counter[str](), 0
        spans = sum(len(found.spans) for found in screened)
        print(f"service chats, {name}: {len(each):,} turns, {seconds:.2f} s")
        for at, (found, who) in enumerate(zip(screened, by, strict=True)):
            lanes = lanes_of(found, who)
            count.update(lanes)
            alerts += bool(lanes)
            if lanes:
                marks = ", ".join(
                    f"{m.label}:{m.strength} ({m.rule})" for m in found.marks
                )
                quoted = f" | {each[at]}" if texts else ""
                print(f"  turn {at} {who} {sorted(lanes)} {marks}{quoted}")
        low, high = wilson(alerts, len(each))
        print(
            f"  ring {count['ring']}, today {count['today']}, weekly "
            f"{count['weekly']}; turns with any {alerts} = "
            f"{alerts / len(each) * 1000:.2f} per 1,000 ({low:.2f} to {high:.2f})"
        )
        print(
            f"  spans of personal data {spans} (JD has masked them: all over-masking)"
        )


def spam(folder: Path) -> None:
    """The share of each class that gets a label."""
    messages = rows(folder / "spam-sms" / "messages.csv.gz")
    fill = spam_filler(random.Random(SEED))
    plain = [message["text"] for message in messages]
    for name, each in (
        ("as they are", plain),
        ("contacts filled", [_SPAM.sub(fill, text) for text in plain]),
    ):
        screened = text_screener().screen(each, kind="chat", directions="buyer")
        total, strong, any_ = Counter[str](), Counter[str](), Counter[str]()
        seen: dict[str, set[str]] = defaultdict(set)
        caught: dict[str, set[str]] = defaultdict(set)
        for message, found in zip(messages, screened, strict=True):
            marks = [m for m in found.marks if m.label != "benign_warning"]
            for kind in (message["coarse"], f"  {message['class']}"):
                total[kind] += 1
                strong[kind] += any(m.strength == "strong" for m in marks)
                any_[kind] += bool(marks)
                seen[kind].add(message["group"])
                if marks:
                    caught[kind].add(message["group"])
        print(f"spam, {name}: class, messages, strong label, any label, templates")
        for kind in sorted(total):
            size = total[kind]
            shares = f"{strong[kind] / size:.3f}  {any_[kind] / size:.3f}"
            templates = f"{len(caught[kind])}/{len(seen[kind])}"
            print(f"  {kind:32} {size:5}  {shares}  {templates}")


def main() -> int:
    """Measure; 2 where the data is not there, which is no pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("SHOPWARDEN_DATA", ""))
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    folder = Path(options.data)
    if not options.data or not (folder / "service-chat").is_dir():
        print("NOT MEASURED: give --data DIR or SHOPWARDEN_DATA", file=sys.stderr)
        return 2
    chats(folder, texts=options.texts)
    spam(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
