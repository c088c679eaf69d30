"""Links: where the text of a code would take a phone that scans it.

It reads an address as browsers do, not as it looks: what stands before an
"@" is no host, a backslash is a slash, full-width letters and percent signs
are ordinary ones, tabs and line breaks are not there. `plain` says that none
of this was needed: JD has no reason to write its own addresses otherwise.

What it does not do: follow redirects, open anything, or know any host.

>>> link_of("HTTPS://jd.com@pay.example.top/jd.com").host
'pay.example.top'
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_DROPPED = re.compile(r"[\t\r\n]")
_PERCENT = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_AFTER_HOST = re.compile(r"[/?#]")
_PORT = re.compile(r":\d*$")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?")
_WEB = ("http", "https")
# What IDNA reads as a dot.
_DOTS = str.maketrans("。．｡", "...")


class Link(NamedTuple):
    """Lower-case scheme ("" if none) and host ("" off the web), and what follows."""

    scheme: str
    host: str
    path: str
    plain: bool

    @property
    def is_web(self) -> bool:
        """Whether a browser would open it."""
        return self.scheme in _WEB

    def is_within(self, host: str) -> bool:
        """Whether the host is `host` or one below it; never a mere likeness."""
        return self.host == host or self.host.endswith(f".{host}")


def link_of(text: str) -> Link:
    """The address a text begins with; scheme "" where there is none."""
    told = text.strip()
    cleaned = _DROPPED.sub("", told)
    scheme = _SCHEME.match(cleaned)
    if scheme is None:
        return Link("", "", cleaned, plain=False)
    name, rest = scheme[1].lower(), cleaned[scheme.end() :]
    if name not in _WEB:
        return Link(name, "", rest, plain=False)
    # Between scheme and host browsers take any number of slashes of either kind.
    place = rest.replace("\\", "/").lstrip("/")
    authority = _AFTER_HOST.split(place, maxsplit=1)[0]
    host = _host(authority)
    plain = (
        rest.startswith(f"//{authority}")
        and _PORT.sub("", authority).lower() == host
        and _HOST.fullmatch(host) is not None
        and told.isprintable()
        and not re.search(r"\s|\\", told)
    )
    return Link(name, host, place[len(authority) :], plain)


def _host(authority: str) -> str:
    """The host of an authority, as a browser would look it up."""
    after = authority.rpartition("@")[2]
    decoded = _PERCENT.sub(lambda found: chr(int(found[1], 16)), after)
    folded = unicodedata.normalize("NFKC", decoded.translate(_DOTS)).lower()
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return _PORT.sub("", visible).rstrip(".")
