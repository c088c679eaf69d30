"""The kernel compiled by numba, or as it is: one source, equal results.

numba is imported when the kernel is first asked for, because that takes
longer than `--help` may. The kernel's functions call each other through their
module's names, so the compiled ones get names of their own, where each name
is the compiled function.
"""

from __future__ import annotations

from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

from shopwarden.engine.windows import kernel, upkeep

# Callees before their callers. Those called for each event are inlined: passing
# arrays would cost more than what the functions do.
_INLINED = (
    "slide",
    "drop",
    "expire",
    "is_new",
    "push",
    "enter",
    "hashed",
    "swap",
    "append",
    "supersede",
    "read",
)
_CALLED = ("process", "clear", "retire", "rehash", "cluster", "sweep")


@cache
def functions(*, jit: bool = True) -> Any:
    """The functions of `kernel` and `upkeep` by name; compiled on their first call."""
    if not jit:
        return SimpleNamespace(**(vars(kernel) | vars(upkeep)))
    from numba import njit  # noqa: PLC0415 - slow to import, see above

    names = vars(kernel) | vars(upkeep)
    for name in (*_INLINED, *_CALLED):
        # No function allocates, so numba need not count references to arrays.
        compile_ = njit(
            cache=True,
            nogil=True,
            _nrt=False,
            inline="always" if name in _INLINED else "never",
        )
        plain = names[name]
        names[name] = compile_(FunctionType(plain.__code__, names, name))
    return SimpleNamespace(**{name: names[name] for name in _CALLED})
