"""`shopwarden notice`: what it shows, asks, keeps, and refuses."""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.cli import run
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.report.notices import HEADINGS
from shopwarden.sources.intake import read_exports
from shopwarden.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shopwarden.words import Language

SURE = """违规预警
预警编号：YJ0001
预警时间：2026-11-20 10:15:00
违规类型：商品价格违规
商品编号：100012345678
请于2026-11-21 18:00前整改
"""
PAID = """赔付通知
通知编号：PF0001
通知时间：2026-11-08 15:00:00
赔付原因：缺货
订单号：316000000061，316000000062
合计赔付：13.40元
"""
UNSURE = """违规通知
违规编号：WG0001
通知时间：2026-11-20 10:15:00
违规类型：违背承诺
订单号：316000000031
请在3个工作日内举证
"""
PERSONAL = """违规通知
违规编号：WG0002
通知时间：2026-11-20 10:15:00
违规原因：客服把电话13900000001发给买家
收件人：李秀英 13900000002 江苏省南京市玄武区样例路1号2单元301室
订单号：316000000041
"""


@pytest.fixture
def say(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., tuple[int, str, str]]:
    """Run `notice` on a text (None: the text is the input): code, output, errors."""

    def said(
        text: str | None, *more: str, answers: str = "", language: Language = "zh"
    ) -> Any:
        arguments = [*more]
        if text is not None:
            (tmp_path / "notice.txt").write_text(text, "utf-8")
            arguments = [str(tmp_path / "notice.txt"), *more]
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        pasted = SimpleNamespace(time=lambda: 1_795_600_000.0)  # 2026-11-25
        monkeypatch.setattr("shopwarden.cli.commands.notice.time", pasted)
        code = run(["notice", *arguments, "--lang", language])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return said


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_values_places_clauses_and_steps(say: Any, language: Language) -> None:
    code, shown, _ = say(SURE, language=language)
    assert code == 0
    line = {"zh": "第 2 行", "en": "line 2"}[language]
    absent = {"zh": "没有找到", "en": "not found"}[language]
    unverified = {"zh": "未核实", "en": "unverified"}[language]
    for part in ("YJ0001", line, absent, unverified, "2026-11-21 18:00", "JD-PRICE-1"):
        assert part in shown
    assert "京麦" in shown


def test_it_reads_standard_input(say: Any) -> None:
    for more in ((), ("-",)):
        code, shown, _ = say(None, *more, answers=SURE)
        assert (code, "YJ0001" in shown) == (0, True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_file_may_be_in_the_encodings_people_save(
    say: Any, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "n.txt"
    path.write_bytes(SURE.encode(encoding))
    code, shown, _ = say(None, str(path))
    assert (code, "商品价格违规" in shown) == (0, True)


def test_both_clocks_are_shown_where_they_differ(say: Any) -> None:
    shown = say(SURE)[1]
    assert "2026-11-21 10:15" in shown
    assert "不一样" in shown
    assert "期限也是" in say(SURE.replace("2026-11-21 18:00前", "24小时内"))[1]
    assert "没有写" in say(SURE.replace("请于2026-11-21 18:00前整改\n", ""))[1]


def test_a_confirmed_clause_says_so(say: Any, tmp_path: Path) -> None:
    shop = tmp_path / "shop.yaml"
    shop.write_text(
        "clauses:\n"
        "  JD-PRICE-1:\n"
        "    confirmed_by: 店主\n"
        "    on: 2026-11-01\n"
        "    clock: {length: 12h}\n"
        "    until: 2099-01-01\n",
        "utf-8",
    )
    assert "2026-11-20 22:15" in say(SURE, "--settings", str(shop))[1]


def test_json_is_one_object(say: Any) -> None:
    code, shown, _ = say(SURE, "--json")
    found = json.loads(shown)
    assert code == 0
    assert found["state"] == "unverified"
    assert found["number"] == {"value": "YJ0001", "line": 2, "sure": True}
    assert found["amount_fen"] is None
    assert found["deadlines"][0]["readings"] == ["2026-11-21 18:00:00"]
    assert found["clauses"][0]["id"] == "JD-PRICE-1"
    assert found["clauses"][0]["differs"] is True


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_personal_data_is_neither_shown_nor_kept(
    say: Any, tmp_path: Path, more: tuple[str, ...]
) -> None:
    table = tmp_path / "n.csv"
    code, shown, told = say(PERSONAL, "--yes", "--save", str(table), *more)
    assert code == 0
    for secret in ("13900000001", "13900000002", "李秀英", "样例路"):
        assert secret not in shown + told + table.read_text("utf-8")
    assert rows(table)[0]["所涉规则"] == "客服把电话[手机1]发给买家"


def test_nothing_is_kept_without_save(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    say(SURE)
    assert [path.name for path in tmp_path.iterdir()] == ["notice.txt"]


def test_one_row_an_order_and_the_amount_once(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    code, shown, _ = say(PAID, "--yes", "--save", str(table), "--shop", "10001")
    assert (code, "2 行" in shown) == (0, True)
    first, second = rows(table)
    assert tuple(first) == HEADINGS
    assert (first["订单号"], second["订单号"]) == ("316000000061", "316000000062")
    assert (first["涉及金额"], second["涉及金额"]) == ("13.40", "")
    assert {row["通知级别"] for row in (first, second)} == {"处罚"}
    assert first["店铺ID"] == "10001"


def test_the_headings_are_those_of_the_template(repository: Path) -> None:
    template = repository / "docs" / "templates" / "notices.csv"
    text = template.read_text("utf-8-sig")
    assert tuple(text.strip().split(",")) == HEADINGS


def test_scan_reads_what_was_kept(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    for text in (SURE, PAID):
        assert say(text, "--yes", "--save", str(table))[0] == 0
    intake = read_exports([table], tokeniser=KeyedTokeniser(bytes(32)))
    facts = intake.shops[0].facts
    notices = facts.table(Kind.NOTICE)
    assert len(notices) == 3
    paid = [fen for fen in notices["amount_fen"].tolist() if fen > 0]
    assert paid == [1340]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_the_same_number_changes_nothing(
    say: Any, tmp_path: Path, encoding: str
) -> None:
    table = tmp_path / "n.csv"
    heads = "店铺ID," + ",".join(HEADINGS[:8])
    table.write_bytes(f"{heads}\r\n1,YJ0001,2026-11-20 10:15:00".encode(encoding))
    before = table.read_bytes()
    code, shown, _ = say(SURE, "--yes", "--save", str(table))
    assert (code, "已经有" in shown) == (0, True)
    assert table.read_bytes() == before
    assert say(PAID, "--yes", "--save", str(table))[0] == 0
    assert table.read_bytes().startswith(before)
    assert [row["通知编号"] for row in rows(table, encoding)] == [
        *("YJ0001", "PF0001", "PF0001")
    ]


def test_another_table_is_left_alone(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("订单号,结算金额\n1,2\n", "utf-8")
    code, _, told = say(SURE, "--yes", "--save", str(table))
    assert (code, "没有改动" in told) == (3, True)
    assert table.read_text("utf-8") == "订单号,结算金额\n1,2\n"


def test_doubtful_fields_are_asked_then_the_whole(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    answers = "下周三\n2026-11-25 18:00\ny\n"
    code, _, told = say(UNSURE, "--save", str(table), answers=answers)
    assert code == 0
    assert told.count("回车表示对") == 1
    assert "写到分钟" in told
    assert rows(table)[0]["处理期限"] == "2026-11-25 18:00:00"


def test_a_plain_return_keeps_the_earliest_reading(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    assert say(UNSURE, "--save", str(table), answers="\ny\n")[0] == 0
    assert rows(table)[0]["处理期限"] == "2026-11-25 10:15:00"


@pytest.mark.parametrize(
    ("answers", "ends", "expected"),
    [("\nn\n", 0, "没有存"), ("\n", 2, "确认"), ("", 2, "确认")],
)
def test_without_a_yes_nothing_is_kept(
    say: Any, tmp_path: Path, answers: str, ends: int, expected: str
) -> None:
    table = tmp_path / "n.csv"
    code, _, told = say(UNSURE, "--save", str(table), answers=answers)
    assert (code, expected in told) == (ends, True)
    assert not table.exists()


def test_the_time_is_asked_before_the_deadline_that_runs_from_it(
    say: Any, tmp_path: Path
) -> None:
    table = tmp_path / "n.csv"
    text = "违规编号：WG0009\n违规类型：缺货\n请在24小时内整改\n"
    answers = "2026-11-20 10:15\ny\n"
    assert say(text, "--save", str(table), answers=answers)[0] == 0
    assert rows(table)[0]["处理期限"] == "2026-11-21 10:15:00"


def test_set_overrides_what_was_read(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    more = ("--set", "deadline=2026-11-25 18:00", "--set", "orders=316000000099")
    code, shown, _ = say(UNSURE, *more, "--yes", "--save", str(table))
    assert (code, "您写的" in shown) == (0, True)
    (row,) = rows(table)
    assert (row["处理期限"], row["订单号"]) == ("2026-11-25 18:00:00", "316000000099")


def test_several_skus_beside_orders_are_left_out_aloud(
    say: Any, tmp_path: Path
) -> None:
    table = tmp_path / "n.csv"
    text = PAID + "商品编号：100011112222、100011113333\n"
    assert "商品编号没有写进表里" in say(text, "--yes", "--save", str(table))[2]
    assert {row["商品编号"] for row in rows(table)} == {""}


@pytest.mark.parametrize("text", ["", "今天天气不错\n"])
def test_nothing_readable_is_an_input_error(say: Any, text: str) -> None:
    for language, expected in (("zh", "没有读到"), ("en", "Nothing of a notice")):
        code, _, told = say(text, language=language)
        assert (code, expected in told) == (3, True)


def test_what_is_no_text_is_an_input_error(say: Any, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    for data in (b"PK\x03\x04\x00\x00", b"\xff\xff\x81", "字".encode() * 60_000):
        path.write_bytes(data)
        assert say(None, str(path))[0] == 3
    assert say(None, str(tmp_path / "none.txt"))[0] == 3


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["--set", "nonsense"], "nonsense"),
        (["--set", "colour=red"], "colour=red"),
        (["--set", "time=昨天"], "昨天"),
        (["--set", "amount=x"], "39.90"),
        (["--save", "n.xlsx", "--yes"], "n.xlsx"),
        (["--yes"], "--save"),
        (["--shop", "1"], "--save"),
        (["--set", "number=-", "--yes", "--save", "n.csv"], "--set number="),
        (["--set", "time=-", "--yes", "--save", "n.csv"], "2026-11-20 10:15"),
    ],
)
def test_wrong_calls_are_explained(say: Any, more: list[str], expected: str) -> None:
    for language in LANGUAGES:
        code, _, told = say(SURE, *more, language=language)
        assert code == 2
        assert expected in told


def test_standard_input_cannot_also_answer(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "n.csv"
    code, _, told = say(None, "--save", str(table), answers=SURE)
    assert (code, "--yes" in told) == (2, True)
    assert not table.exists()


def test_a_missing_folder_is_an_output_error(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "none" / "n.csv"
    assert say(SURE, "--yes", "--save", str(table))[0] == 5
