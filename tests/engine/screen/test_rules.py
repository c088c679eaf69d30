"""Files of rules: read whole, and refused with rule and word where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.engine.screen import load_text_rules
from shopwarden.engine.screen.rules import Example
from shopwarden.errors import RuleError
from shopwarden.words import Bilingual, Text, say

if TYPE_CHECKING:
    from pathlib import Path

LABELS = """
labels:
  lure:
    zh: 骗局话术
    en: A lure
    threats: [T6.1]
    because: {zh: 骗人, en: it cheats}
    do: {zh: 不理, en: leave it}
"""
RULE = """
rules:
  - id: one
    label: "lure:deposit"
    strength: strong
    find: ["wechat >3 transfer"]
"""
MORE = """
    by: staff
    kinds: [listing]
    warned: false
    absorbs: [abuse]
    unless: ["secret_code"]
    examples:
      match: [微信转账, {text: 转账微信, by: buyer}]
      no_match: [在吗]
"""
packages = iter(f"invented_practice_{at}" for at in range(1000))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    """A practice of its own, and where its rules are to be written."""
    name = next(packages)
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return name, tmp_path / name / "texts.yaml"


def test_a_practice_without_texts_has_no_rules(package: tuple[str, Path]) -> None:
    found = load_text_rules([package[0]])
    assert (dict(found.labels), found.rules) == ({}, ())


def test_a_file_is_read_whole(package: tuple[str, Path]) -> None:
    name, path = package
    path.write_text(LABELS + RULE + MORE, "utf-8")
    found = load_text_rules([name])
    label = found.labels["lure"]
    assert (label.title, label.threats) == (Bilingual("骗局话术", "A lure"), ("T6.1",))
    assert (label.clause, label.verified) == ("", False)
    (rule,) = found.rules
    assert rule.id == f"{name}/one"
    assert (rule.by, rule.kinds, rule.warned) == ("staff", ("listing",), False)
    assert rule.absorbs == ("abuse",)
    assert rule.examples == (
        Example("微信转账", "", fires=True),
        Example("转账微信", "buyer", fires=True),
        Example("在吗", "", fires=False),
    )


def test_what_is_not_said_is_for_chats_and_remarks_of_anybody(
    package: tuple[str, Path],
) -> None:
    name, path = package
    path.write_text(LABELS + RULE, "utf-8")
    (rule,) = load_text_rules([name]).rules
    assert (rule.by, rule.kinds, rule.warned) == ("any", ("chat", "remark"), True)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (RULE + "    unles: [secret_code]\n", "engine.text_key"),
        (RULE.replace("strong", "very"), "engine.text_value"),
        (RULE + "    by: robot\n", "engine.text_value"),
        (RULE.replace("lure:", "lurre:"), "engine.text_label"),
        (RULE.replace("wechat", "wechatt"), "engine.text_atom"),
        (RULE.replace(">3", "=>3"), "engine.text_sequence"),
        (RULE.replace(">3 transfer", ">3"), "engine.text_sequence"),
        (RULE + '    unless: ["no_such_word"]\n', "engine.text_atom"),
    ],
)
def test_a_wrong_rule_is_named(
    package: tuple[str, Path], wrong: str, code: str
) -> None:
    name, path = package
    path.write_text(LABELS + wrong, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_text_rules([name])
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert f"{name}/one" in say(Text(code, caught.value.params), language)
