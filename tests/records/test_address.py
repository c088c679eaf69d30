"""One door gets one key, however it is written; two doors get two."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.address import door

# All invented.
SAME = [
    (
        "广东省深圳市南山区科技路1号3栋2单元502室",
        "广东深圳市南山区科技路1号3栋2单元502",
    ),
    ("广东省深圳市南山区科技路1号3栋502室", "深圳市南山区科技路1号3栋502室"),
    ("广东深圳南山科技路1号3栋502", "深圳南山科技路1号3栋502"),
    ("中国广东省深圳市南山区科技路1号", "深圳市南山区科技路1号"),
    ("广西壮族自治区南宁市青秀区民族大道9号", "广西南宁市青秀区民族大道9号"),
    ("广东省深圳市南山区广东省深圳市南山区科技路1号", "深圳市南山区科技路1号"),
    ("广东省深圳市南山区深圳市南山区科技路1号", "深圳市南山区科技路1号"),
    ("北京市北京市朝阳区建国路88号", "北京朝阳区建国路88号"),
    ("北京市市辖区朝阳区建国路88号", "北京市朝阳区建国路88号"),
    ("吉林省吉林市船营区光华路6号", "吉林市船营区光华路6号"),
    ("云杉小区3栋502", "云杉小区3幢502"),
    ("云杉小区3栋502", "云杉小区3号楼502"),
    ("云杉小区3栋502", "云杉小区3#502"),
    ("云杉小区3栋2单元502室", "云杉小区3-2-502"),
    ("云杉小区3栋2单元502室", "云杉小区3/2/502"),
    ("云杉小区3栋2单元502室", "云杉小区3—2—502"),
    ("云杉小区3座502房", "云杉小区3栋502室"),
    ("云杉小区3棟502號", "云杉小区3栋502号"),
    ("云杉小區3號樓502", "云杉小区3号楼502"),
    ("云杉小区三栋二单元五零二室", "云杉小区3栋2单元502室"),
    ("云杉小区三栋二单元五零二", "云杉小区3-2-502"),
    ("云杉小区叁栋贰单元伍零贰室", "云杉小区3栋2单元502室"),
    ("云杉小区十二号楼一百零二室", "云杉小区12号楼102室"),
    ("云杉小区二十栋三〇一", "云杉小区20栋301"),
    ("云杉小区③栋５０２室", "云杉小区3栋502室"),
    ("云杉小区 3 栋 502 室", "云杉小区3栋502室"),
    ("云\u200b杉小区3栋5\ufeff02", "云杉小区3栋502"),
    ("云杉小区3栋502（放门卫）", "云杉小区3栋502"),
    ("云杉小区3栋502(请放快递柜)(谢谢)", "云杉小区3栋502"),
    ("云杉小区3栋502【到了打电话】。", "云杉小区3栋502"),
    ("云杉小区3栋502（电话13900000001）", "云杉小区3栋502"),
    ("云杉小区3栋502(放门卫", "云杉小区3栋502"),
    ("云杉小区（3栋）502室", "云杉小区3栋502室"),
    ("云杉小区3栋502aaa", "云杉小区3栋502"),
    ("云杉小区3栋502室qwxz", "云杉小区3栋502室"),
    ("云杉xxx小区3栋502", "云杉小区3栋502"),
    ("云杉小区3栋502哈哈哈哈", "云杉小区3栋502"),
    ("云杉小区3栋502🎈🎈", "云杉小区3栋502"),
    ("云杉🌲小区3栋🌲502", "云杉小区3栋502"),
    ("云杉、小区...3栋,502!!!", "云杉小区3栋502"),
    ("云杉小区3栋502放门口", "云杉小区3栋502"),
    ("云杉小区3栋五零二请放门口", "云杉小区3栋502"),
    ("云杉小区3栋502室麻烦送到楼下", "云杉小区3栋502室"),
    ("云杉小区3栋502啊", "云杉小区3栋502"),
    ("建国路88号A座1201", "建国路88号A-1201"),
    ("建国路88号ａ座1201", "建国路88号A1201"),
    ("建国路88号院3号楼", "建国路88号3楼"),
    ("云杉小区一区二栋", "云杉小区1区2栋"),
]
DIFFERENT = [
    ("云杉小区3栋502", "云杉小区3栋503"),
    ("云杉小区3栋502", "云杉小区5栋302"),
    ("云杉小区3栋2单元502", "云杉小区3栋502"),
    ("云杉小区1号12室", "云杉小区11号2室"),
    ("云杉小区1区2栋", "云杉小区12栋"),
    ("云杉小区3栋502", "云杉小区3栋502A"),
    ("云杉小区A座1201", "云杉小区B座1201"),
    ("云杉小区3栋502(A)", "云杉小区3栋502(B)"),
    ("云杉小区(北区)3栋502", "云杉小区(南区)3栋502"),
    ("云杉小区3栋502(北区)", "云杉小区3栋502(南区)"),
    ("云杉小区(3栋)", "云杉小区(5栋)"),
    ("云杉小区十二栋", "云杉小区二十栋"),
    ("云杉小区二栋", "云杉小区三栋"),
    ("五一路3号", "八一路3号"),
    ("三里屯3号", "五里屯3号"),
    ("河南中路12号", "四川中路12号"),
    ("河南大学3舍", "四川大学3舍"),
    ("上海市黄浦区河南中路12号", "上海市黄浦区江西中路12号"),
    ("深圳市南山区人民路1号", "深圳市福田区人民路1号"),
    ("广东省深圳市人民路1号", "广东省广州市人民路1号"),
    ("江苏省盐城市人民路1号", "江苏省宿迁市人民路1号"),
    ("北京市朝阳区和平路1号", "辽宁省朝阳市和平路1号"),
    ("云杉路3号502", "红松路3号502"),
    ("云杉小区5号别墅", "云杉小区5号"),
    ("云杉东区3栋", "云杉西区3栋"),
]

BASES = ("浙江省杭州市西湖区云杉路", "云杉小区", "北京市朝阳区红松街", "三里屯")
numbers = st.integers(1, 9999)
texts = st.text(max_size=40) | st.text(
    "省市区县号楼栋单元室小十百二三零河南吉林北京深圳-#()（）aA1 2３①🎈请放收",
    max_size=30,
)


@pytest.mark.parametrize(("left", "right"), SAME)
def test_variants_of_one_door_agree(left: str, right: str) -> None:
    assert door(left) == door(right) != ""


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_doors_differ(left: str, right: str) -> None:
    assert door(left) != door(right)


@given(texts)
def test_a_key_is_its_own_key(text: str) -> None:
    assert door(door(text)) == door(text)


@given(texts)
def test_a_key_has_letters_digits_and_marks_between_digits(text: str) -> None:
    key = door(text)
    assert all(c.isalnum() or c == "-" for c in key)
    parts = key.split("-")
    assert all(parts) or key == ""


@given(st.sampled_from(BASES), st.tuples(numbers, numbers, numbers), st.data())
def test_width_spaces_and_brackets_do_not_matter(
    base: str, at: tuple[int, int, int], data: st.DataObject
) -> None:
    plain = f"{base}{at[0]}号{at[1]}栋{at[2]}室"
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in plain)
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "\u3000", "\t"]), min_size=60))
    spaced = "".join(c + gap for c, gap in zip(plain, gaps, strict=False))
    pairs = [("(", ")"), ("（", "）"), ("【", "】"), ("〔", "〕"), ("[", "]")]
    opened, closed = data.draw(st.sampled_from(pairs))
    bracketed = f"{base}{at[0]}号{opened}{at[1]}栋{closed}{at[2]}室"
    noted = f"{plain}{opened}放门卫{closed}"
    assert {door(t) for t in (wide, spaced, bracketed, noted)} == {door(plain)}


@given(
    st.sampled_from(BASES),
    st.lists(numbers, min_size=1, max_size=3),
    st.lists(numbers, min_size=1, max_size=3),
)
def test_doors_with_different_numbers_stay_different(
    base: str, left: list[int], right: list[int]
) -> None:
    def written(at: list[int]) -> str:
        return base + "".join(f"{n}{u}" for n, u in zip(at, "号栋室", strict=False))

    assert (door(written(left)) == door(written(right))) == (left == right)


@given(st.integers(0, 999))
def test_han_numbers_of_doors_are_arabic_ones(number: int) -> None:
    digits = "".join("零一二三四五六七八九"[int(d)] for d in str(number))
    assert door(f"云杉小区{digits}室") == door(f"云杉小区{number}室")


def test_a_long_cell_takes_no_time_and_no_error() -> None:
    for text in (
        "十9" * 9_000,
        "(" * 9_000,
        "a请" * 9_000,
        "云杉" * 9_000,
        "1-" * 9_000,
    ):
        assert len(door(text)) <= 500


def test_letters_of_other_scripts_stay() -> None:
    assert door("ئۈرۈمچى 3") != door("قەشقەر 3")
    assert door("Кунцевская 3栋") != door("3栋")


def test_digits_of_every_script_are_read() -> None:
    arabic = "".join(
        unicodedata.lookup(f"ARABIC-INDIC DIGIT {n}") for n in ("FIVE", "TWO")
    )
    assert door(f"云杉小区{arabic}栋") == door("云杉小区52栋")


def test_an_address_of_marks_has_no_key() -> None:
    assert door("…—— 🎈 ") == ""
