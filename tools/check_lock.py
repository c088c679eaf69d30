"""Check the locks: no host in them, and a wheel for every machine we promise.

Every file of `requirements/` names packages and hashes, never an address, so
that any mirror serves. Every run-time pin has a wheel whose hash is in the
lock for Windows x86-64, macOS arm64, Linux x86-64 and Linux arm64, CPython
3.11 to 3.13: a merchant's machine has no compiler.

It asks the index that pip is configured with and downloads no wheel where
the index serves metadata apart. Without an index the check fails in CI (the
variable CI is set) and elsewhere says loudly that it was not made.

usage: python tools/check_lock.py [ROOT]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What pip says when the index has no such wheel, and when it got no answer.
NO_WHEEL = "No matching distribution found"
NO_ANSWER = re.compile(r"Retrying \(|ConnectionError|Could not fetch URL")
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of machine: its marker values and the platform tags pip tries."""

    name: str
    sys_platform: str
    tags: tuple[str, ...]


def _linux(processor: str) -> tuple[str, ...]:
    policies = ("2014", "_2_17", "_2_24", "_2_26", "_2_27", "_2_28")
    return tuple(f"manylinux{policy}_{processor}" for policy in policies)


MACHINES = (
    Machine("Windows x86-64", "win32", ("win_amd64",)),
    Machine("macOS arm64", "darwin", ("macosx_14_0_arm64",)),
    Machine("Linux x86-64", "linux", _linux("x86_64")),
    Machine("Linux arm64", "linux", _linux("aarch64")),
)


class NoIndexError(Exception):
    """No package index answered."""


def main() -> int:
    """Print what is wrong with the locks; 1 if there is anything."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    locks = sorted((root / "requirements").glob("*.txt"))
    complaints = [line for lock in locks for line in addresses(lock)]
    outcome = "locks: no address in them, a wheel for every machine"
    try:
        complaints += wheels(root / "requirements" / "run.txt")
    except NoIndexError as error:
        outcome = f"*** locks: NOT CHECKED for wheels, no index answered: {error} ***"
        if os.environ.get("CI"):
            complaints.append(outcome)
    print("\n".join(complaints) or outcome)
    return 1 if complaints else 0


def addresses(lock: Path) -> Iterator[str]:
    """Lines of a lock that name a host or a folder to fetch from."""
    for number, line in enumerate(lock.read_text("utf-8").splitlines(), 1):
        if ADDRESS.search(line):
            yield f"{lock}:{number}: names an address; any mirror must do"


def wheels(lock: Path) -> list[str]:
    """The pins without a locked wheel, by machine and Python."""
    pins = read_pins(lock.read_text("utf-8"))
    cases = [(machine, python) for machine in MACHINES for python in PYTHONS]
    # The first alone: where no index answers, one question is enough.
    first = without_wheel(pins, *cases[0])
    with ThreadPoolExecutor(max_workers=4) as pool:
        rest = pool.map(lambda case: without_wheel(pins, *case), cases[1:])
        lacking = [first, *rest]
    return [
        f"{lock}: {pin} has no locked wheel for {machine.name}, Python {python}"
        for (machine, python), missing in zip(cases, lacking, strict=True)
        for pin in missing
    ]


def read_pins(text: str) -> dict[str, frozenset[str]]:
    """Requirement (`numpy==2.4.6; marker`) → the hashes of its files."""
    pins = {}
    bare = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    for block in bare.replace("\\\n", " ").splitlines():
        pins[block.partition("--hash")[0].strip()] = frozenset(HASH.findall(block))
    return pins


def without_wheel(
    pins: dict[str, frozenset[str]], machine: Machine, python: str
) -> list[str]:
    """The pins for which a machine's pip finds no wheel that the lock knows."""
    wanted = {
        f"{pin.name}{pin.specifier}": hashes
        for pin, hashes in ((Requirement(text), h) for text, h in pins.items())
        if pin.marker is None or pin.marker.evaluate(environment(machine, python))
    }
    if not wanted:
        return []
    found = resolve(list(wanted), machine, python)
    if len(found) < len(wanted):  # pip stops at the first: ask for each alone
        found = {h for pin in wanted for h in resolve([pin], machine, python)}
    return [pin for pin, hashes in wanted.items() if not hashes & found]


def environment(machine: Machine, python: str) -> dict[str, str]:
    """The marker values that the locks depend on."""
    return {
        "sys_platform": machine.sys_platform,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_python_implementation": "CPython",
    }


def resolve(pins: list[str], machine: Machine, python: str) -> set[str]:
    """The hashes of the wheels that pip would install on a machine."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps"),
            *("--quiet", "--disable-pip-version-check", "--ignore-installed"),
            "--ignore-requires-python",  # older pips compare with their own Python
            *("--only-binary=:all:", "--implementation=cp", "--target", folder),
            *("--retries=1", "--timeout=30", "--python-version", python),
            *(part for tag in machine.tags for part in ("--platform", tag)),
            *("--report", str(report), *pins),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments
        if done.returncode == 0:
            return hashes_of(json.loads(report.read_text("utf-8")))
    if NO_WHEEL not in done.stderr or NO_ANSWER.search(done.stderr):
        raise NoIndexError(done.stderr.strip().splitlines()[-1])
    return set()


def hashes_of(report: dict[str, Any]) -> set[str]:
    """The SHA-256 of every file in a report of pip's."""
    archives = (item["download_info"]["archive_info"] for item in report["install"])
    return {archive["hashes"]["sha256"] for archive in archives}


if __name__ == "__main__":
    raise SystemExit(main())
