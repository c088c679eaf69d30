"""Build the empty tables of docs/templates and the reference of their columns.

    docs/templates/<name>.csv       the headings, for a spreadsheet
    docs/templates/columns.md       every column of every table, in English
    docs/templates/columns.zh.md    the same in Chinese

Source: sources/exports/data (templates, headings, spellings) and the catalogues
`columns` and `choices`. Tables of texts (messages, remarks, listings) are
written by hand.

usage: python tools/build_templates.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import Form
from shopwarden.screening.tables import tables
from shopwarden.sources.exports.columns import Shape, fields
from shopwarden.sources.exports.templates import KNOWN, templates
from shopwarden.words import Text, catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.sources.exports.templates import Template
    from shopwarden.words import Language

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "templates"
SHOP = "shop_id"

_WORDS: dict[str, dict[Language, str]] = {
    "title": {"zh": "# 表格的列", "en": "# The columns of the tables"},
    "made": {
        "zh": "由 `python tools/build_templates.py` 生成，不要手改。"
        "怎样填见 [README.zh.md](README.zh.md)。",
        "en": "Made by `python tools/build_templates.py`; do not edit. "
        "How to fill them in: [README.md](README.md).",
    },
    "heads": {
        "zh": "| 列 | 怎样写 | 必填 |\n|---|---|---|",
        "en": "| Column | How it is written | Needed |\n|---|---|---|",
    },
    "must": {"zh": "是", "en": "yes"},
    "facts": {"zh": "一行是", "en": "A row is"},
    "or": {"zh": "、", "en": ", "},
}
_FORMS: dict[Shape, dict[Language, str]] = {
    Shape.ID: {"zh": "编号，原样", "en": "a number or code, as it is"},
    Shape.WORD: {"zh": "文字，原样", "en": "words, as they are"},
    Shape.MONEY: {"zh": "元，如 39.90", "en": "yuan, as 39.90"},
    Shape.SIGNED: {"zh": "元，支出为负", "en": "yuan, what goes out with a minus"},
    Shape.MOMENT: {
        "zh": "2026-11-03 10:15:30",
        "en": "2026-11-03 10:15:30, China time",
    },
    Shape.COUNT: {"zh": "整数", "en": "a whole number"},
    Shape.RATE: {"zh": "0.8 或 80%", "en": "0.8 or 80%"},
    Shape.PERSON: {
        "zh": "原样；读取时换成无法还原的代号",
        "en": "as it is; becomes a token nobody can turn back",
    },
    Shape.TEXT: {
        "zh": "原话；读取时只留标签",
        "en": "as written; only its labels stay",
    },
    Shape.FLAG: {"zh": "是 / 否", "en": "是 or 否, yes or no"},
    Shape.HOURS: {"zh": "小时数，如 48", "en": "hours, as 48"},
    Shape.EXTENSION: {
        "zh": "文件名；只留扩展名",
        "en": "the file's name; only its ending stays",
    },
}  # fmt: skip


def main() -> int:
    """Write the files; with --check only say what differs, then 1."""
    heads = {f"{t.name}.csv": ",".join(_headings(t)) for t in all_()}
    built = {name: f"\ufeff{line}\n" for name, line in heads.items()}
    built["columns.md"] = "\n".join(_page("en")) + "\n"
    built["columns.zh.md"] = "\n".join(_page("zh")) + "\n"
    differing = [n for n, text in built.items() if _stands(n) != text]
    if "--check" in sys.argv:
        print("\n".join(f"{n} is not as built" for n in differing) or "templates: ok")
        return 1 if differing else 0
    for name in differing:
        (FOLDER / name).write_text(built[name], "utf-8", newline="\n")
    return 0


def _stands(name: str) -> str:
    path = FOLDER / name
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def all_() -> list[Template]:
    """The templates in the order of the rhythm."""
    return sorted(templates().values(), key=lambda t: t.name)


def heading(template: Template, name: str) -> str:
    """The heading of a field in a table: its own there, else the usual one."""
    own = {**_USUAL, **_OWN.get(template.name, {})}
    field = fields()[name]
    return own.get(name) or (*field.ours, *field.jd)[0]


_USUAL = {SHOP: "店铺ID", "sku": "商品编号"}
# Fields that several tables call differently.
_OWN = {
    "sign_ins": {"entry": "日志编号"},
    "operations": {"entry": "日志编号", "ip": "操作IP", "device": "操作设备"},
    "exports": {"entry": "日志编号", "ip": "导出IP", "device": "导出设备"},
    "training": {"finished": "完成时间", "expires": "有效期至"},
    "documents": {"expires": "到期日期"},
    "promotion_plans": {"promotion": "促销编号", "limit": "每人限购"},
    "prices": {"promotion": "促销编号"},
    "shipments": {"account": "发货账号"},
    "after_sales": {"account": "审核账号", "waybill": "退货运单号"},
    "disputes": {"cause": "纠纷原因", "has_video": "视频凭证"},
}


def _headings(template: Template) -> list[str]:
    return [heading(template, name) for name in template.reads]


def _page(language: Language) -> Iterator[str]:
    yield _WORDS["title"][language]
    yield ""
    yield _WORDS["made"][language]
    for template in all_():
        yield ""
        yield f"## {template.name}.csv"
        yield ""
        kinds = (
            say(Text(f"columns.kind_{k.name.lower()}"), language)
            for k in template.kinds
        )
        yield (
            f"{_title(template, language)}。"
            if language == "zh"
            else f"{_title(template, language)}."
        )
        yield ""
        yield f"{_WORDS['facts'][language]}: {_WORDS['or'][language].join(kinds)}"
        yield ""
        yield _WORDS["heads"][language]
        for name in template.reads:
            yield _row(template, name, language)


def _title(template: Template, language: Language) -> str:
    kinds = {str(kind) for kind in template.kinds}
    found = next(t for t in tables().values() if kinds & set(t.kinds))
    return found.title.in_language(language)


def _row(template: Template, name: str, language: Language) -> str:
    needed = _WORDS["must"][language] if name in template.required else ""
    called = heading(template, name)
    if language == "en":
        called += f" ({_meaning(template, name)})"
    return f"| {called} | {_form(name, language)} | {needed} |"


def _meaning(template: Template, name: str) -> str:
    """What a column is called in English, by the fact's column it fills."""
    for fact in template.facts:
        for column, source in fact.columns.items():
            if source == name:
                own = f"{fact.kind.name.lower()}_{column}"
                code = own if own in catalogue("columns") else column
                return say(Text(f"columns.{code}"), "en")
        if name in fact.at and name != KNOWN:
            return "time of " + say(
                Text(f"columns.kind_{fact.kind.name.lower()}"), "en"
            )
    return name.replace("_", " ")


def _form(name: str, language: Language) -> str:
    field = fields()[name]
    if field.shape is not Shape.CHOICE:
        return _FORMS[field.shape][language]
    words = (Text(f"choices.{field.domain}_{w}") for w in CHOICES[field.domain])
    shown = [say(w, "zh") for w in words]
    if language == "en":
        english = (
            say(Text(f"choices.{field.domain}_{w}"), "en")
            for w in CHOICES[field.domain]
        )
        shown = [f"{z} ({e})" for z, e in zip(shown, english, strict=True)]
    return _WORDS["or"][language].join(shown)


def unfilled() -> list[str]:
    """Columns of facts that no template fills, for a person to look at."""
    missing = []
    for template in templates().values():
        for fact in template.facts:
            for name, column in columns_of(fact.kind).items():
                known = name in {"ts", "known_at", "version", "file", "row", "nth"}
                if (
                    not known
                    and name not in fact.columns
                    and column.form is not Form.LABELS
                ):
                    missing.append(f"{fact.kind}.{name}")
    return missing


if __name__ == "__main__":
    raise SystemExit(main())
