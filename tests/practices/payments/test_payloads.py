"""What the text of a code leads to: every beginning, and what only looks like it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.practices.payments.fees import package_data
from shopwarden.practices.payments.payloads import Payload, classify

DATA = package_data("payloads.yaml")
SECRET = "QinventedQ7"
BEGINNINGS = [
    (row["begins"], row["kind"], row["channel"], row["verified"])
    for row in DATA["beginnings"]
]
# The table of the reference, written down a second time.
EXPECTED = {
    "wxp://f2f": ("payee", "wechat", True),
    "wxp://wbf2f": ("payee", "wechat", True),
    "https://wx.tenpay.com/f2f": ("payee", "wechat", True),
    "https://payapp.wechatpay.cn/qr/": ("payee", "wechat", True),
    "https://payapp.wechatpay.cn/sjt/qr/": ("payee", "wechat", True),
    "wxhb://f2f": ("red_packet", "wechat", True),
    "weixin://wxpay/bindurl": ("payee", "wechat", True),
    "https://qr.alipay.com/": ("payee", "alipay", True),
    "https://u.wechat.com/": ("contact", "wechat", True),
    "https://weixin.qq.com/g/": ("contact", "wechat", True),
    "https://weixin.qq.com/r/": ("contact", "wechat", False),
    "https://work.weixin.qq.com/ca/": ("contact", "wecom", False),
    "https://work.weixin.qq.com/gm/": ("contact", "wecom", False),
    "alipays://": ("app_link", "alipay", False),
    "https://qm.qq.com/": ("contact", "qq", False),
    "https://t.me/": ("contact", "telegram", False),
    "https://wa.me/": ("contact", "whatsapp", False),
}
KINDS = {"payee", "contact", "red_packet", "app_link", "jd", "link", "other"}


@pytest.mark.parametrize(("begins", "found"), EXPECTED.items())
def test_the_table_of_the_reference(begins: str, found: tuple[str, str, bool]) -> None:
    assert classify(begins + SECRET)[:3] == found


@pytest.mark.parametrize(("begins", "kind", "channel", "verified"), BEGINNINGS)
def test_every_beginning_in_any_case(
    begins: str, kind: str, channel: str, verified: bool
) -> None:
    for text in (begins + SECRET, (begins + SECRET).upper(), f" \ufeff{begins}x\n"):
        found = classify(text)
        assert found[:3] == (kind, channel, verified)
        assert SECRET.lower() not in found.shown.lower()


@pytest.mark.parametrize("row", DATA["apps"], ids=lambda row: row["scheme"])
def test_every_scheme_of_an_app(row: dict[str, object]) -> None:
    found = classify(f"{row['scheme']}://open?id={SECRET}")
    expected = Payload(
        "app_link", str(row["channel"]), verified=False, shown=f"{row['scheme']}://…"
    )
    assert found == expected


@pytest.mark.parametrize("row", DATA["platforms"], ids=lambda row: row["host"])
def test_every_other_platform(row: dict[str, object]) -> None:
    for host in (row["host"], f"m.{row['host']}"):
        assert classify(f"https://{host}/{SECRET}")[:2] == ("link", row["channel"])


@pytest.mark.parametrize("row", DATA["jd"], ids=lambda row: row["host"])
def test_every_host_of_jd(row: dict[str, object]) -> None:
    host = str(row["host"])
    for text in (
        f"https://{host}",
        f"http://{host}/",
        f"https://item.m.{host}/1.html?a={SECRET}#x",
        f"HTTPS://ITEM.{host.upper()}:443/",
        f"{host}/short",
    ):
        assert classify(text)[:3] == ("jd", "jd", row["verified"])


@pytest.mark.parametrize(
    "text",
    [
        "https://jd.com.evil.top/",
        "https://notjd.com/",
        "https://jd.com-refund.top/",
        "https://jd-com.top/jd.com/",
        "https://jd.com@evil.top/",
        "https://jd.com:443@evil.top/",
        "https://user@jd.com/",
        "https://evil.top/?u=jd.com",
        "https://evil.top/#.jd.com",
        "https://evil.top?.jd.com",
        "https://evil.top\\.jd.com/",
        "https://jd.com\\@evil.top/",
        "https:\\\\jd.com/",
        "https:/jd.com/",
        "https:jd.com",
        "https://jd.com%2eevil.top/",
        "https://jd%2ecom/",
        "https://ｊｄ.com/",
        "https://jd。com/",
        "https://jԁ.com/",  # a Cyrillic d
        "https://xn--jd-pmc.com/",
        "https://jd.com\u202e.top/",
        "https://jd\u200b.com/",
        "https://j\td.com/",
        "https://jd.com https://evil.top/",
        "https://jd.com/\nhttps://evil.top/",
        "https://jd.com./",
        "https://.jd.com/",
        "https://-.jd.com/",
        "https://jd.com:x/",
        "https://203.0.113.9/jd.com",
        "https://203.0.113.9:443/",
        "http://3405803785/",
        "http://[2001:db8::1]/jd.com",
        "https:///jd.com",
        "https://",
        "https://jd.co/",
        "https://com/",
        "https://jd.top/",
    ],
)
def test_what_only_looks_like_jd_is_a_link(text: str) -> None:
    assert classify(text).kind == "link"


@pytest.mark.parametrize(
    "text",
    [
        "https://u.wechat.com.evil.top/x",
        "https://evil.top/https://u.wechat.com/x",
        "https://u.wechat.com@evil.top/x",
        "https://xu.wechat.com/x",
        "https://weixin.qq.com/",
        "https://weixin.qq.com/cgi-bin/readtemplate",
        "https://wx.tenpay.com/cgi-bin/x",
        "https://qr.alipay.com.evil.top/",
    ],
)
def test_what_only_looks_like_a_beginning_is_a_link(text: str) -> None:
    assert classify(text)[:2] == ("link", "")


@pytest.mark.parametrize(
    "text",
    [
        "http://u.wechat.com/x",
        "https://u.wechat.com:443/x",
        "https://jd.com@u.wechat.com/x",
        "https:\\\\u.wechat.com\\x",
        "https://ｕ.wechat。com/x",
        "https://u%2Ewechat.com/x",
        "https://u.wec\u200bhat.com/x",
        "u.wechat.com/x",
        "扫码加我：https://u.wechat.com/x",
        "京东客服 HTTPS://U.WECHAT.COM/X",
    ],
)
def test_a_disguised_contact_is_a_contact(text: str) -> None:
    assert classify(text)[:2] == ("contact", "wechat")


@pytest.mark.parametrize(
    "text", ["", " ", "…", "你好", "6901234567892", "a.b", "说明书.pdf", "x:y", "://"]
)
def test_other_texts_lead_nowhere(text: str) -> None:
    assert classify(text) == Payload("other", "", verified=True, shown="…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://jd.com@Evil.top/a?b=13900000001", "https://evil.top/…"),
        ("https://13900000001.example.top/x", "https://….example.top/…"),
        ("http://203.0.113.9/x", "http://203.0.113.9/…"),
        ("tel:13900000001", "tel:…"),
        ("BEGIN:VCARD\nFN:Invented\nTEL:13900000001\nEND:VCARD", "begin:vcard…"),
        ("wxp://f2f0" + SECRET, "wxp://f2f…"),
        ("someapp://u/13900000001", "someapp://…"),
    ],
)
def test_the_preview_holds_no_id(text: str, shown: str) -> None:
    assert classify(text).shown == shown


def test_the_preview_of_a_long_host_keeps_its_end() -> None:
    found = classify(f"https://{'jd.com.' * 40}evil.top/x")
    assert found.kind == "link"
    assert found.shown.endswith("evil.top/…")
    assert len(found.shown) <= 60


@given(st.text(max_size=60))
def test_any_text_is_of_one_kind(text: str) -> None:
    for payload in (text, f"https://{text}", f"https://{text}.jd.com/{text}"):
        found = classify(payload)
        assert found.kind in KINDS
        assert found.shown.isprintable()
        assert len(found.shown) <= 60


@given(st.text(st.sampled_from("jd.com@evl:/\\?#%2eＪ。\t -"), max_size=14))
def test_jd_is_only_what_stands_before_the_first_slash(text: str) -> None:
    found = classify(f"https://{text}")
    if found.kind == "jd":
        host = re.split(r"[/?#:]", text)[0].lower()
        assert host == "jd.com" or host.endswith(".jd.com")


def test_every_row_says_whether_it_is_verified() -> None:
    for rows in DATA.values():
        for row in rows:
            assert row["verified"] in (True, False)
    for table in ("beginnings", "jd"):
        assert all(row["source"] for row in DATA[table])
    kinds = {row["kind"] for row in DATA["beginnings"]}
    assert kinds <= KINDS
