"""`shopwarden screen`: one answer a text, in order, with nothing of the text in it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from PIL import Image
from tests.engine.screen.suite_texts import suite_texts

from shopwarden.cli import run
from shopwarden.records.judge import PERSONAL

if TYPE_CHECKING:
    from pathlib import Path

CALM, ASKING = "亲，在的，今天发货", "加微信转账便宜50"
# Of everything planted a part is enough to betray it.
PLANTED = {
    "王小明收 139-0000-0042 加微信转账": ("王小明", "0042", "139"),
    "发我验证码到 zhangsan.planted@example.com": ("planted", "zhangsan"),
    "支付宝账号 13900000077 转这里，户名李秀英": ("0077", "李秀英"),
    "地址：浙江省杭州市西湖区文三路8801号": ("文三路", "8801"),
    "V信 planted_id_88，先转账": ("planted_id",),
}


@pytest.fixture
def validator(repository: Path) -> Draft202012Validator:
    schema = json.loads(
        (repository / "docs/schemas/screen.schema.json").read_text("utf-8")
    )
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Write a file, screen it; the exit code, the answers, and what was said."""

    def screened(
        content: str | bytes, *options: str, name: str = "in.txt"
    ) -> tuple[int, list[dict[str, Any]], str]:
        path = tmp_path / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        code = run(["screen", str(path), *options])
        shown = capsys.readouterr()
        return code, [json.loads(line) for line in shown.out.splitlines()], shown.err

    return screened


def names(answer: dict[str, Any]) -> set[str]:
    return {label["label"] for label in answer["labels"]}


def test_one_answer_a_text_in_order(screen: Any, validator: Any) -> None:
    texts = [CALM, ASKING] * 40
    code, answers, said = screen("\n".join(texts), "--direction", "staff")
    assert (code, said) == (0, "")
    assert [each["id"] for each in answers] == [str(at) for at in range(1, 81)]
    assert all(
        bool(each["labels"]) is (t == ASKING)
        for each, t in zip(answers, texts, strict=True)
    )
    assert answers[0] == {"id": "1", "labels": [], "spans": [], "suggestion": None}
    for each in answers:
        validator.validate(each)


def test_an_answer_says_what_where_why_and_what_to_do(screen: Any) -> None:
    _, (answer,), _ = screen(f"亲，{ASKING}", "--direction", "staff")
    (found,) = (each for each in answer["labels"] if each["label"] == "solicitation")
    assert found["lane"] == "ring"
    assert found["strength"] == "strong"
    assert found["evasion"] is False
    assert [3, 5] in found["places"]
    for text in (found["title"], found["reason"], answer["suggestion"]):
        assert text["zh"] != text["en"]
    assert answer["suggestion"]["zh"]


def test_a_disguise_is_said_to_be_one(screen: Any) -> None:
    _, (answer,), _ = screen("加薇❤信 zhuan账便宜50", "--direction", "staff")
    assert any(label["evasion"] for label in answer["labels"])


def test_every_answer_of_the_suite_fits_the_schema(screen: Any, validator: Any) -> None:
    lines = [
        json.dumps(
            {"id": f"{kind}-{by}-{at}", "text": text, "kind": kind, "direction": by}
        )
        for (kind, by), texts in suite_texts().items()
        for at, text in enumerate(texts)
    ]
    _, answers, _ = screen("\n".join(lines), name="in.jsonl")
    assert [each["id"] for each in answers] == [
        json.loads(line)["id"] for line in lines
    ]
    for each in answers:
        validator.validate(each)
    spans = {span["type"] for each in answers for span in each["spans"]}
    assert spans <= set(PERSONAL)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_table_says_who_writes_and_what_kind(screen: Any, encoding: str) -> None:
    table = (
        "编号,发送方,类型,文本\n"
        f"a,客服,聊天,{ASKING}\n"
        f"b,买家,聊天,{ASKING}\n"
        "c,,商品,全网最低价\n"
        "d,客服,聊天,全网最低价\n"
    )
    _, answers, _ = screen(table.encode(encoding), name="t.csv")
    assert [each["id"] for each in answers] == ["a", "b", "c", "d"]
    lanes = [{label["lane"] for label in each["labels"]} for each in answers]
    assert "ring" in lanes[0]
    assert lanes[1] == {"weekly"}
    assert "absolute_term" in names(answers[2])
    assert "absolute_term" not in names(answers[3])


def test_options_speak_where_the_input_does_not(screen: Any) -> None:
    table = f"text,direction\n{ASKING},\n{ASKING},buyer\n"
    _, (first, second), _ = screen(table, "--direction", "staff", name="t.csv")
    assert "ring" in {label["lane"] for label in first["labels"]}
    assert "ring" not in {label["lane"] for label in second["labels"]}
    _, (page,), _ = screen("全网最低价", "--kind", "listing")
    assert "absolute_term" in names(page)


def test_no_text_and_nobody_is_in_the_answers(screen: Any) -> None:
    for kind in ("chat", "remark", "listing"):
        for by in ("staff", "buyer"):
            _, answers, said = screen(
                "\n".join(PLANTED), "--kind", kind, "--direction", by
            )
            for told, answer in zip(PLANTED.values(), answers, strict=True):
                shown = json.dumps(answer, ensure_ascii=False) + said
                assert [part for part in told if part in shown] == []
    _, answers, _ = screen("\n".join(PLANTED), "--direction", "staff")
    assert {span["type"] for each in answers for span in each["spans"]} >= {
        "mobile",
        "email",
        "address",
        "wechat_id",
    }


def test_bad_lines_answer_in_their_place(screen: Any, validator: Any) -> None:
    lines = [
        json.dumps({"text": CALM}),
        "no json 13900000042",
        json.dumps({"id": "c", "words": CALM}),
        json.dumps({"id": "d", "text": ASKING}),
    ]
    code, answers, said = screen("\n".join(lines), "--lang", "en", name="t.jsonl")
    assert code == 0
    assert [each["id"] for each in answers] == ["1", "2", "c", "d"]
    assert ["problem" in each for each in answers] == [False, True, True, False]
    assert "2" in said
    assert "0042" not in said + json.dumps(answers)
    for each in answers:
        validator.validate(each)


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = io.BufferedReader(io.BytesIO(f"{CALM}\n{ASKING}\n".encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    assert run(["screen", "-", "--direction", "staff"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [bool(each["labels"]) for each in answers] == [False, True]


@pytest.mark.parametrize(
    ("text", "direction", "codes"),
    [
        (CALM, "staff", (0, 0, 0)),
        (ASKING, "staff", (10, 10, 10)),
        (ASKING, "buyer", (0, 0, 10)),
        ("加我微信聊", "staff", (0, 10, 10)),
        ("请勿添加微信私下转账，谨防诈骗", "staff", (0, 0, 0)),
    ],
)
def test_fail_on_a_lane_or_a_louder_one(
    screen: Any, text: str, direction: str, codes: tuple[int, int, int]
) -> None:
    found = [
        screen(text, "--direction", direction, "--fail-on", lane)[0]
        for lane in ("ring", "today", "weekly")
    ]
    assert found == list(codes)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("table.csv", b"id,words\n1,x\n", ("文本列", "column")),
        ("program.bin", b"\x7fELF\x00\x01", ("不是文本", "no text")),
    ],
)
def test_what_cannot_be_screened_is_explained(
    screen: Any, language: str, name: str, data: bytes, word: tuple[str, str]
) -> None:
    code, answers, said = screen(data, "--lang", language, name=name)
    assert (code, answers) == (3, [])
    assert name in said
    assert word[language == "en"] in said


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("zh", "en"):
        assert run(["screen", "nowhere.txt", "--lang", language]) == 3
        assert "nowhere.txt" in capsys.readouterr().err


def test_a_picture_fits_the_schema_too(screen: Any, validator: Any) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    code, (answer,), _ = screen(drawn.getvalue(), name="white.png")
    assert (code, answer["id"]) == (0, "white.png")
    assert (answer["picture"]["width"], answer["picture"]["codes"]) == (40, [])
    validator.validate(answer)


def test_the_schema_refuses_a_line_with_something_else(validator: Any) -> None:
    line: dict[str, Any] = {"id": "1", "labels": [], "spans": [], "suggestion": None}
    assert validator.is_valid(line)
    assert not validator.is_valid({**line, "text": CALM})
    assert not validator.is_valid({**line, "suggestion": {"zh": "好"}})


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text(f"{ASKING}\n" * 6000, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "shopwarden", "screen", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "1"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
