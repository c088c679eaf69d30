"""The kernel of linking compiled by numba, or as it is: equal results.

numba is imported when the kernel is first asked for, because that takes
longer than `--help` may.
"""

from __future__ import annotations

from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

from shopwarden.engine.link import kernel

# Callees before their callers.
_INNER = ("fresh", "find", "unite", "count", "forget", "rebuild", "enter", "link_day")
_CALLED = ("chain", "onward", "link_days")


@cache
def functions(*, jit: bool = True) -> Any:
    """The functions of `kernel` by name."""
    names = dict(vars(kernel))
    if not jit:
        return SimpleNamespace(**names)
    from numba import njit  # noqa: PLC0415 - slow to import, see above

    for name in (*_INNER, *_CALLED):
        # All are in one file, so numba's own look at its date is enough.
        function = FunctionType(names[name].__code__, names, name)
        names[name] = njit(cache=True, nogil=True)(function)
    return SimpleNamespace(**{name: names[name] for name in _CALLED})
