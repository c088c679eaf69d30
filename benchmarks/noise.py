"""Count what a scan raises on clean shops of every category, run by run.

    python benchmarks/noise.py --orders 10000 --seeds 1 2 3 --folder var/noise

Writes a clean sample shop (no incident, all look-alikes) for each category and
seed, names the category in its shop.yaml, and scans it. `mixed` is the shop of
all goods, which has no profile. Exports reach back 120 days, so that the longest
windows (90 days) are covered; the last 30 days are counted: per shop-day the
incidents and the alerts that ask for attention (lanes ring and today) and the
alerts of every lane, median and 95th percentile. And incidents per 1,000 clean
orders over the whole export; of these, those that name orders are counted apart:
what an account or an app raises does not grow with trade, so a small shop has
more of it. Then which rules fired. `--without` scans once more with no category
named, which shows what the profile changes.

In-sample: the shops are our own constructions. It guards against regressions
and says nothing about a real shop.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from shopwarden.practices.profiles import profiles
from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample import SampleShop, write_sample

SAMPLED = ("mixed", "fresh", "cosmetics", "electronics", "apparel")
COUNTED_DAYS = 30
A_DAY, FLOOR, GOAL = 3, 1.0, 0.3
_FOUND = (0, 10)  # exit codes of scan: nothing found, something found


@dataclass(frozen=True)
class Noise:
    """What one scan of one clean shop raised."""

    incidents_asking: list[int]  # per counted day, lanes ring and today
    alerts_asking: list[int]
    alerts: list[int]  # per counted day, every lane
    incidents: int  # over the whole export
    of_orders: int  # of them those that name orders; the rest do not grow with trade
    orders: int
    by_rule: Counter[str]  # alerts

    @property
    def per_thousand(self) -> float:
        """Incidents per 1,000 clean orders."""
        return 1000 * self.incidents / self.orders


def shop(folder: Path, category: str, seed: int, orders: int, days: int) -> None:
    """Write the clean shop unless it is there."""
    if (folder / "truth.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    assert category in SAMPLED
    settings: dict[str, Any] = {"orders": orders, "seed": seed, "days": days}
    settings |= {"category": category, "clean": True}
    write_sample(folder, SampleShop(**settings))


def settings_for(folder: Path, category: str) -> Path:
    """The shop's settings with its category, or with none."""
    text = (folder / "shop.yaml").read_text("utf-8")
    text = re.sub(r"(?m)^category:.*\n", "", text)
    if category in profiles():
        text += f"category: {category}\n"
    path = folder / f"settings-{category or 'none'}.yaml"
    path.write_text(text, "utf-8")
    return path


def scan(folder: Path, settings: Path) -> Noise:
    """Scan the shop; count what it raised."""
    found = folder / f"{settings.stem}.jsonl"
    command = [sys.executable, "-m", "shopwarden", "scan", "--quiet", str(folder)]
    command += ["--settings", str(settings), "--json", str(found)]
    command += ["--report", str(folder / f"{settings.stem}.html")]
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode not in _FOUND:
        raise SystemExit(run.stderr.decode("utf-8", "replace"))
    lines = [json.loads(line) for line in found.read_text("utf-8").splitlines()]
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    assert not truth["incidents"]
    return counted(lines[:-1], lines[-1]["shops"], truth["sample"]["orders"])


def counted(
    found: list[dict[str, Any]], shops: list[dict[str, Any]], orders: int
) -> Noise:
    """Alerts and incidents by the day they began."""
    begun: dict[str, int] = {}
    asks: dict[str, bool] = {}
    by_rule: Counter[str] = Counter()
    incidents = {i["id"]: i for one in shops for i in one["incidents"]}
    for finding in found:
        alert = finding["alert"]
        if alert not in begun:
            by_rule[finding["rule"]] += 1
        begun[alert] = min(finding["ts"], begun.get(alert, finding["ts"]))
        # The budget folds incidents; an alert asks if its incident still does.
        folded = incidents[finding["incident"]]["lane"] == "weekly"
        asks[alert] = asks.get(alert, False) or (
            finding["lane"] != "weekly" and not folded
        )
    end = max(one["as_of"] for one in shops)
    shown = {i: one["first_ms"] for i, one in incidents.items()}
    asking = {i for i, one in incidents.items() if one["lane"] != "weekly"}
    return Noise(
        incidents_asking=by_day([shown[i] for i in asking], end),
        alerts_asking=by_day([ts for a, ts in begun.items() if asks[a]], end),
        alerts=by_day(list(begun.values()), end),
        incidents=len(incidents),
        of_orders=sum(bool(one["orders"]) for one in incidents.values()),
        orders=orders,
        by_rule=by_rule,
    )


def by_day(moments: list[int], end: int) -> list[int]:
    """How many on each of the last 30 days; a later moment is on the last."""
    days = Counter(max(end - ts, 0) // DAY_MS for ts in moments)
    return [days[day] for day in range(COUNTED_DAYS)]


def p95(values: list[int]) -> int:
    """The smallest value that 95 % do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def spread(values: list[int]) -> str:
    """Median and 95th percentile."""
    return f"{median(values):>6.1f}{p95(values):>5}"


def show(name: str, noise: Noise) -> None:
    """Print one run."""
    days = "".join(
        spread(each)
        for each in (noise.incidents_asking, noise.alerts_asking, noise.alerts)
    )
    counts = f"{noise.incidents:>11}{noise.of_orders:>10}{noise.per_thousand:>10.2f}"
    print(f"{name:<30}{days}{counts}")


def totals(name: str, runs: list[Noise]) -> None:
    """Print all runs of a category as one."""
    every = Noise(
        incidents_asking=[n for r in runs for n in r.incidents_asking],
        alerts_asking=[n for r in runs for n in r.alerts_asking],
        alerts=[n for r in runs for n in r.alerts],
        incidents=sum(r.incidents for r in runs),
        of_orders=sum(r.of_orders for r in runs),
        orders=sum(r.orders for r in runs),
        by_rule=sum((r.by_rule for r in runs), Counter()),
    )
    show(f"{name}, all seeds", every)
    worst = max(p95(every.alerts_asking), p95(every.incidents_asking))
    kept = "kept" if worst <= A_DAY else "MISSED"
    rate = every.per_thousand
    reached = "goal" if rate <= GOAL else "floor" if rate <= FLOOR else "MISSED"
    print(f"  {A_DAY} a shop-day: {kept}; per 1,000 clean orders: {reached}")


def main() -> None:
    """Parse the arguments; print every run, the targets and the rules."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--categories", nargs="+", default=SAMPLED)
    parser.add_argument("--folder", type=Path, default=Path("var/noise"))
    parser.add_argument("--without", action="store_true", help="also without profile")
    options = parser.parse_args()
    print("in-sample: clean shops of our own making")
    print(f"targets: at most {A_DAY} alerts a shop-day; incidents per 1,000 clean")
    print(f"orders at most {FLOOR} (floor), {GOAL} (goal)")
    print(f"{'':<30}{'shown/day':>11}{'alerts/day':>11}{'all lanes':>11}", end="")
    print(f"{'incidents':>11}{'of orders':>10}{'per 1,000':>10}")
    print(f"{'':<30}" + 3 * f"{'med':>6}{'p95':>5}")
    fired: dict[str, Counter[str]] = defaultdict(Counter)
    for category in options.categories:
        bare = options.without and category in profiles()
        profiled = (category, "") if bare else (category,)
        runs: dict[str, list[Noise]] = defaultdict(list)
        for seed in options.seeds:
            folder = options.folder / f"{category}-{options.orders}-{seed}"
            shop(folder, category, seed, options.orders, options.days)
            for named in profiled:
                noise = scan(folder, settings_for(folder, named))
                name = category if named else f"{category} unprofiled"
                show(f"{name} seed {seed}", noise)
                runs[name].append(noise)
                fired[name] += noise.by_rule
        for name, each in runs.items():
            totals(name, each)
    print("alerts by rule")
    for name, rules in fired.items():
        for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {name:<24}{rule:<44}{count:>5}")


if __name__ == "__main__":
    main()
