"""No process of the suite opens a socket.

`tests/conftest.py` runs this in pytest itself and puts its folder on
PYTHONPATH, so that every Python the tests start obeys too. It is an audit
hook (PEP 578): it cannot be removed, and it sees C code as well.

Sockets within the machine (AF_UNIX) stay: multiprocessing uses them.
"""

from __future__ import annotations

import socket
import sys

FORBIDDEN = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)
LOCAL = getattr(socket, "AF_UNIX", None)


def forbid_sockets(event: str, args: tuple[object, ...]) -> None:
    """Raise on the first step towards the network."""
    if event not in FORBIDDEN:
        return
    family = getattr(args[0], "family", None)
    if family is None or family != LOCAL:
        message = f"the suite opens no socket, but this asked for {event}"
        raise AssertionError(message)


sys.addaudithook(forbid_sockets)
