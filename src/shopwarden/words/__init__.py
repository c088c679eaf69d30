"""Words: a message code and parameters become Chinese or English.

Every text a person sees below the web framework is either an entry of a
catalogue (`locale/<room>.toml`, zh and en side by side) or a bilingual text
of a data file (a rule's title, a runbook). Numbers are passed as numbers and
take their form here, by the last part of the parameter's name:

    _fen    integer fen            -1234     → -¥12.34
    _ms     UTC milliseconds       …         → 2026-11-12 09:30 (Asia/Shanghai)
    _day    UTC milliseconds       …         → 2026-11-12
    _span   a length in ms         86400000  → 1 天 / 1 day
    _share  a ratio                0.0512    → 5.12 %
    others  int with thousands separators; everything else as it is

What it does not do: decide on a language (the edge passes it), read a clock,
or format HTML.

>>> say(Text("words.example", {"total_fen": 123456}), "en")
'Total ¥1,234.56'
"""

from shopwarden.words.catalogue import CATALOGUES, catalogue, say
from shopwarden.words.forms import form, show_day, show_fen, show_moment, show_span
from shopwarden.words.text import LANGUAGES, Bilingual, Language, Text

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "Bilingual",
    "Language",
    "Text",
    "catalogue",
    "form",
    "say",
    "show_day",
    "show_fen",
    "show_moment",
    "show_span",
]
