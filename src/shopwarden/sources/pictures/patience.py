"""Patience: run a piece of work for at most so many seconds.

The decoders are written in C and cannot be stopped, but they release the
interpreter: the work runs in a thread of its own, and whoever waits stops
waiting. The work is told by `given_up`, looks at it between its steps, and so
ends soon after.

>>> within(5.0, lambda given_up: "read")
'read'
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def within(seconds: float, work: Callable[[threading.Event], T]) -> T:
    """What `work` returns or raises; TimeoutError if it takes longer."""
    given_up = threading.Event()
    returned: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            returned.append(work(given_up))
        except BaseException as error:  # noqa: BLE001 - raised again for the waiter
            raised.append(error)

    # A daemon: a decoder that hangs must not keep the program from ending.
    worker = threading.Thread(target=run, name="picture", daemon=True)
    worker.start()
    worker.join(seconds)
    if raised:
        raise raised[0]
    if returned:
        return returned[0]
    given_up.set()
    raise TimeoutError
