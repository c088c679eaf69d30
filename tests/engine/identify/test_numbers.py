from __future__ import annotations

import pytest

from shopwarden.engine.identify import identify


def found(text: str) -> list[tuple[str, str]]:
    return [(s.type.value, text[s.start : s.end]) for s in identify([text])[0]]


# Appendix C of the reference, with numbers of nobody: what must be found.
HARD = [
    ("139 0000 0001 打这个", "139 0000 0001"),
    ("139-0000-0001", "139-0000-0001"),
    ("电话１３９００００００００１", None),
    ("电话１３９０００００００１", "１３９０００００００１"),
    ("1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣", "1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣"),
    ("一三九零零零零零零零一", "一三九零零零零零零零一"),
    ("①③⑨⓪⓪⓪⓪⓪⓪⓪①", "①③⑨⓪⓪⓪⓪⓪⓪⓪①"),
    ("139 000 000 01", "139 000 000 01"),
    ("1390000零零零一", "1390000零零零一"),
    ("手机:13900000001转2号", "13900000001"),
    ("+86-13900000001", "+86-13900000001"),
    ("(+86)13900000001", "(+86)13900000001"),
    ("0086 13900000001", "0086 13900000001"),
    ("139.0000.0001", "139.0000.0001"),
    ("139·0000·0001", "139·0000·0001"),
    ("139\u200b0000\u200b0001", "139\u200b0000\u200b0001"),
    ("1✨3✨9✨0✨0✨0✨0✨0✨0✨0✨1", "1✨3✨9✨0✨0✨0✨0✨0✨0✨0✨1"),
    ("wx13900000001", "13900000001"),
    ("http://a.example/x?phone=13900000001", "13900000001"),
    ("13900000001abc", None),
    ("订单13900000001901", None),
    ("扣1390000001", None),
    ("运单SF1390000000190", None),
    ("JDVE13900000001", None),
    ("订单号13900000001", None),
    ("13900000001转1234", None),
    ("13900000001-1234", None),
    ("139****0001", None),
    ("13900000001元", None),
    ("139.00000001", None),
    ("价格139，数量0000，编码0001", None),
]


@pytest.mark.parametrize(("text", "value"), HARD)
def test_mobile(text: str, value: str | None) -> None:
    wanted = [("mobile", value)] if value else []
    assert found(text) == wanted


NUMBERS = [
    ("身份证 11010519491231002X 谢谢", "resident_id", "11010519491231002X"),
    ("110105 19491231 002X", "resident_id", "110105 19491231 002X"),
    ("44030518000101000x", "resident_id", "44030518000101000x"),
    ("440305180001010149", "resident_id", "440305180001010149"),
    ("旧身份证 440305491231002", "resident_id", "440305491231002"),
    ("卡号6222020000000007", "bank_card", "6222020000000007"),
    ("6217 0000 0000 0000 004", "bank_card", "6217 0000 0000 0000 004"),
    ("税号91440300000000000E", "uscc", "91440300000000000E"),
    ("座机0755-86540001", "landline", "0755-86540001"),
    ("(010) 65430001", "landline", "(010) 65430001"),
    ("电话075586540001", "landline", "075586540001"),
    ("电话86540001打不通", "landline", "86540001"),
    ("0755-86540001-801", "landline", "0755-86540001"),
]


@pytest.mark.parametrize(("text", "kind", "value"), NUMBERS)
def test_number(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "身份证 110105194912310021",  # the check digit
        "440305491231002",  # no cue
        "993305180001010149",  # no such province
        "单号：6222020000000007",
        "6222020000000008",  # Luhn
        "4000-123-456 400 820 8820 4001234567 800-810-0001",
        "订单号123456789012 运单JD0012345678901 商品编号100012043978",
        "EAN 6901234567892 ISBN 978-7-111-12345-6 GB/T 12345.6-2008",
        "2024-01-01 12:00:00 至 2024-12-31 23:59:59",
        "1920x1080 100-200元 3-5天 批号20240101",
        "AAQ3MTEyMzQ1Njc4OTAxMjM0NTY3ODkw+13900000001/MDEyMzQ1Njc4OTA=",
    ],
)
def test_not_personal(text: str) -> None:
    assert found(text) == []


def test_an_id_that_passes_luhn_is_an_id() -> None:
    spans = identify(["银行卡 440305180001010149"])[0]
    assert [s.type.value for s in spans] == ["resident_id"]


def test_two_numbers_in_a_row() -> None:
    kinds = [v for _, v in found("13900000001 13900000002,139 0000 0003")]
    assert kinds == ["13900000001", "13900000002", "139 0000 0003"]
