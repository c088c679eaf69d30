"""Windows: exact sliding-window features of facts, by entity.

A feature at a fact r is an aggregate over the facts of r's entity that are
not after r in the total order and lie in [ts − window, ts]. Sums are integer
sums; a mean is one division when it is read. So sliding gives what computing
anew would, bit for bit, in bulk and in batches of any size: there is one
kernel (`kernel.process`), fed differently.

What it does not do: judge (`engine.evaluate`), follow key paths (pass their
columns as `extra`), know coverage: an empty window counts 0 here.

>>> import numpy as np
>>> from shopwarden.records.facts import Facts, Table, columns_of, missing_column
>>> from shopwarden.records.schema import Kind
>>> paid = {n: missing_column(c, 3) for n, c in columns_of(Kind.ORDER_PAID).items()}
>>> paid["ts"][:] = 0, 60_000, 200_000
>>> paid["buyer"][:] = 0
>>> facts = Facts({Kind.ORDER_PAID: Table(Kind.ORDER_PAID, paid)}, {"buyer": ["b"]})
>>> by = ("buyer",)
>>> minute = Window("n", Aggregate.COUNT, Kind.ORDER_PAID, by, window_ms=60_000)
>>> compute(facts, Kind.ORDER_PAID, [minute], {}, jit=False)["n"].values.tolist()
[1, 2, 1]
"""

from shopwarden.engine.windows.bulk import compute
from shopwarden.engine.windows.live import Fed, Live, restated
from shopwarden.engine.windows.window import Aggregate, Values, Window

__all__ = ["Aggregate", "Fed", "Live", "Values", "Window", "compute", "restated"]
