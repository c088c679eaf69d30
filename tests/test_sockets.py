"""The suite itself, and every process it starts, is without a network."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

NOWHERE = ("192.0.2.1", 9)  # a documentation address (RFC 5737)


def test_connecting_is_refused() -> None:
    with socket.socket() as plug, pytest.raises(AssertionError, match="no socket"):
        plug.connect(NOWHERE)


def test_asking_for_an_address_is_refused() -> None:
    with pytest.raises(AssertionError, match="getaddrinfo"):
        socket.getaddrinfo("shop.invalid", 443)


def test_sending_without_connecting_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as plug,
        pytest.raises(AssertionError, match="sendto"),
    ):
        plug.sendto(b"x", NOWHERE)


def test_a_started_python_is_refused_too() -> None:
    program = f"import socket; socket.create_connection({NOWHERE!r}, timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "the suite opens no socket" in done.stderr
