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

from shopwarden.engine.windows import kernel, slots, upkeep

# Callees before their callers; those of the kernel are called by it alone, so
# they need no door for Python.
_INNER = (
    "walk",
    "roll",
    "vary",
    "peak",
    "best",
    "latest",
    "advance",
    "hashed",
    "swap",
    "enlist",
    "emit",
)
_CALLED = ("process", "retire", "rehash", "cluster", "pack", "collect", "sweep")


@cache
def functions(*, jit: bool = True) -> Any:
    """The functions of `kernel`, `slots` and `upkeep` by name."""
    names = vars(slots) | vars(kernel) | vars(upkeep)
    if not jit:
        return SimpleNamespace(**names)
    from numba import njit  # noqa: PLC0415 - slow to import, see above

    for name in (*_INNER, *_CALLED):
        # No function allocates, so numba need not count references to arrays.
        compiled = njit(
            cache=True,
            nogil=True,
            _nrt=False,
            no_cfunc_wrapper=True,
            no_cpython_wrapper=name in _INNER,
        )
        names[name] = compiled(FunctionType(names[name].__code__, names, name))
    return SimpleNamespace(**{name: names[name] for name in _CALLED})
