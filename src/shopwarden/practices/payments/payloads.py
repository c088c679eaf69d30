"""Payloads: what the text of a scanned code leads to (`payloads.yaml`).

Money to somebody (payee, red packet), a contact outside JD, another app, JD
itself, another address, or nothing of these. A code that leads to JD must say
so plainly: a host of JD's or one below it, nothing before an "@", no
disguise. All else is judged by where it would really lead.

What it does not do: tell whose account it is, open an address, or vouch for
the page behind a host of JD's.

>>> classify("WXP://F2F0inventedcode").kind, classify("https://jd.com.evil.top/").kind
('payee', 'link')
>>> classify("https://u.wechat.com/inventedcode").shown
'https://u.wechat.com/…'
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.practices.payments.fees import package_data
from shopwarden.practices.payments.links import Link, link_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_INNER = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_BARE = re.compile(r"[^\s/?#:]+\.[^\s/?#:]+(?:[/?#:]|$)")
_DIGITS = re.compile(r"\d{5,}")
_SHOWN = 60  # characters of a preview
_ELLIPSIS = "…"


class Payload(NamedTuple):
    """What a code leads to.

    `kind` is payee, contact, red_packet, app_link, jd, link or other; `channel`
    is "" where there is none; `verified` is False where the kind or the channel
    rests on a row nobody confirmed; `shown` may be printed: never an id.
    """

    kind: str
    channel: str
    verified: bool
    shown: str


class _Row(NamedTuple):
    """A row of payloads.yaml, its beginning taken apart as an address."""

    begins: str
    link: Link
    kind: str
    channel: str
    verified: bool


def classify(payload: str) -> Payload:
    """What the text of a code leads to; never raises."""
    text = _bared(payload)
    found = _judge(text, link_of(text))
    if found.kind != "other":
        return found
    if _BARE.match(text):  # an address without its scheme
        bare = _judge(f"http://{text}", link_of(f"http://{text}"))
        if bare.channel:
            return bare
    inner = _INNER.search(text)  # an address with words before it
    if inner and inner.start():
        return _judge(text[inner.start() :], link_of(text[inner.start() :]))
    return found


def _bared(payload: str) -> str:
    """Without white space and invisible characters (a byte order mark) around."""
    seen = [at for at, c in enumerate(payload) if c.isprintable() and not c.isspace()]
    return payload[seen[0] : seen[-1] + 1] if seen else ""


def _judge(text: str, link: Link) -> Payload:
    """By known beginnings, then JD's hosts, then the kind of address."""
    for row in _beginnings():
        if _leads(text, link, row):
            return Payload(row.kind, row.channel, row.verified, _preview(row, link))
    if link.is_web:
        return _web(link)
    if link.scheme and link.path.startswith("//"):
        shown = _cut(f"{link.scheme}://{_ELLIPSIS}")
        channel, verified = _apps().get(link.scheme, ("", True))
        return Payload("app_link", channel, verified, shown)
    return Payload("other", "", verified=True, shown=_ELLIPSIS)


def _leads(text: str, link: Link, row: _Row) -> bool:
    """Whether an address begins as the row says."""
    if not row.link.is_web:
        return text.casefold().startswith(row.begins)
    same_place = link.is_web and link.host == row.link.host
    return same_place and link.path.casefold().startswith(row.link.path)


def _web(link: Link) -> Payload:
    """JD's own if it says so plainly; otherwise a link, perhaps of a platform."""
    shown = _site(link)
    for host, verified in _jd_hosts().items():
        if link.plain and link.is_within(host):
            return Payload("jd", "jd", verified, shown)
    for host, (channel, verified) in _platforms().items():
        if link.is_within(host):
            return Payload("link", channel, verified, shown)
    return Payload("link", "", verified=True, shown=shown)


def _preview(row: _Row, link: Link) -> str:
    return _site(link) if row.link.is_web else f"{row.begins}{_ELLIPSIS}"


def _site(link: Link) -> str:
    """Scheme and host; runs of digits in a host may be somebody's number."""
    host = _DIGITS.sub(_ELLIPSIS, link.host)
    visible = "".join(c if c.isprintable() and c != " " else "�" for c in host)
    return _cut(f"{link.scheme}://{visible}/{_ELLIPSIS}")


def _cut(text: str) -> str:
    """At most `_SHOWN` characters; of a long host its end says whose it is."""
    if len(text) <= _SHOWN:
        return text
    scheme, _, rest = text.partition("://")
    room = _SHOWN - min(len(scheme), 12) - 4
    return f"{scheme[:12]}://{_ELLIPSIS}{rest[-room:]}"


@cache
def _beginnings() -> tuple[_Row, ...]:
    """The known beginnings, the longest first."""
    return tuple(sorted(_rows(), key=lambda row: -len(row.begins)))


def _rows() -> Iterator[_Row]:
    for row in package_data("payloads.yaml")["beginnings"]:
        begins = row["begins"]
        yield _Row(
            begins, link_of(begins), row["kind"], row["channel"], row["verified"]
        )


@cache
def _jd_hosts() -> dict[str, bool]:
    return {row["host"]: row["verified"] for row in package_data("payloads.yaml")["jd"]}


@cache
def _platforms() -> dict[str, tuple[str, bool]]:
    rows = package_data("payloads.yaml")["platforms"]
    return {row["host"]: (row["channel"], row["verified"]) for row in rows}


@cache
def _apps() -> dict[str, tuple[str, bool]]:
    rows = package_data("payloads.yaml")["apps"]
    return {row["scheme"]: (row["channel"], row["verified"]) for row in rows}
