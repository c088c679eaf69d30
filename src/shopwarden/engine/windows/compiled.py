"""The kernel compiled by numba, or as it is: one source, equal results.

numba is imported when the kernel is first asked for, because that takes
longer than `--help` may. The kernel's functions call each other through their
module's names, so the compiled ones get names of their own, where each name
is the compiled function.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from shopwarden.engine.windows import kernel, slots, upkeep

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    made_of = digest(names)
    for name in (*_INNER, *_CALLED):
        # No function allocates, so numba need not count references to arrays.
        compiled = njit(
            cache=True,
            nogil=True,
            _nrt=False,
            no_cfunc_wrapper=True,
            no_cpython_wrapper=name in _INNER,
        )
        function = FunctionType(names[name].__code__, names, name)
        # numba keeps what it compiled by this name and by one file's date: an
        # edit to a callee in another file would go unnoticed.
        function.__qualname__ = f"{name}_{made_of}"
        names[name] = compiled(function)
    return SimpleNamespace(**{name: names[name] for name in _CALLED})


def digest(names: Mapping[str, object]) -> str:
    """Eight hex digits of all functions and constants the kernel is made of."""
    parts: list[tuple[object, ...]] = []
    for name, value in sorted(names.items()):
        if isinstance(value, FunctionType):
            parts.append((name, value.__code__.co_code, value.__code__.co_consts))
        elif isinstance(value, int):
            parts.append((name, value))
    return blake2b(repr(parts).encode(), digest_size=4).hexdigest()
