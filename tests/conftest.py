"""What holds for every test: no network, also in the processes they start."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent


def pytest_configure() -> None:
    """Forbid sockets here and in every Python a test starts."""
    offline = TESTS / "offline"
    runpy.run_path(str(offline / "sitecustomize.py"))
    rest = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(offline), rest]))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return TESTS.parent


# No test asserts a time: the first example of a property may have to compile
# expressions or the kernel.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
