r"""Notices: the text of a warning, a violation or a penalty of JD, pasted and read.

    read_notice(text, at_ms)   number, level, the rule named, orders, SKUs, amount,
                               the notice's time, deadlines, what is asked for

Every value says on which line it stood and whether it is sure; what is not
there is None, never guessed. Personal data in the text is masked in all that
is handed on.

What it does not do: know JD's own wording (nobody could read it; the words are
in `data/words.yaml`, unverified), store anything, or read a clock.

>>> found = read_notice("预警编号：YJ0001\n请在24小时内整改", 1_795_000_000_000)
>>> found.number.value, found.noticed, found.deadlines[0].dues
('YJ0001', None, ())
"""

from shopwarden.sources.notices.amend import NAMES, NOTHING, amended, moment_said
from shopwarden.sources.notices.notice import Deadline, Found, Notice
from shopwarden.sources.notices.read import read_notice
from shopwarden.sources.notices.related import Related, related, steps
from shopwarden.sources.notices.times import written_moment

__all__ = [
    "NAMES",
    "NOTHING",
    "Deadline",
    "Found",
    "Notice",
    "Related",
    "amended",
    "moment_said",
    "read_notice",
    "related",
    "steps",
    "written_moment",
]
