"""No personal value reaches any output: canaries in every personal column."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

from shopwarden.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CANARIES = {
    "下单帐号": "jd_canaryaccount",
    "客户姓名": "金丝雀",
    "客户地址": "虚构省金丝雀市羽毛路1号",
    "联系电话": "13900000071",
    "订单备注": "请送到金丝雀后门",
    "商家备注": "买家加微信canary900\n已回复",
    "发票抬头": "金丝雀贸易有限公司",
    "普通发票纳税编号": "91110000600037341L",
    "邮箱地址": "canary@canary.example",
}
PLAIN = {
    "商品ID": "100000000001",
    "商品名称": "保温杯",
    "订购数量": "1",
    "支付方式": "在线支付",
    "京东价": "100.00",
    "订单金额": "100.00",
    "结算金额": "100.00",
    "应付金额": "100.00",
    "订单状态": "完成",
    "运费金额": "0.00",
}


def _orders(folder: Path) -> Path:
    heading = ["订单号", *PLAIN, *CANARIES, "下单时间", "付款确认时间", "订单完成时间"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    for number in range(40):
        times = [f"2026-11-{day:02d} 10:{number:02d}:00" for day in (1, 1, 3)]
        order = str(316000000000 + number)
        writer.writerow([order, *PLAIN.values(), *CANARIES.values(), *times])
    # A row that cannot be kept: its problem must not quote it.
    broken = {**PLAIN, "订单金额": "13900000071元整"}
    writer.writerow(["3.16E+11", *broken.values(), *CANARIES.values(), *times])
    path = folder / "订单.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def _texts(path: Path) -> str:
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data.decode("utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(
            book.read(name).decode("utf-8", "replace") for name in book.namelist()
        )


def test_no_output_holds_a_personal_value(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    outputs = {
        "--report": tmp_path / "r.html",
        "--xlsx": tmp_path / "c.xlsx",
        "--json": tmp_path / "f.jsonl",
        "--problems": tmp_path / "p.csv",
    }
    # Every order sells below its floor, so every order is shown.
    settings = tmp_path / "shop.yaml"
    settings.write_text('floors: {"100000000001": 200.00}\n', "utf-8")
    named = [text for flag, path in outputs.items() for text in (flag, str(path))]
    assert run(["scan", str(_orders(tmp_path)), *named]) == 0
    captured = capfd.readouterr()
    everything = captured.out + captured.err + "".join(map(_texts, outputs.values()))
    assert "316000000000" in everything  # order numbers are shown …
    for canary in ("canary", "金丝雀", "13900000071", "羽毛路", "91110000600037341L"):
        assert canary not in everything  # … people are not
