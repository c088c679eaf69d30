"""Build the tables of characters that screening ships, from public sources.

    engine/fold/data/characters.tsv   what each unusual character is read as
    engine/screen/data/sounds.tsv     which characters sound alike, with tone

Sources: the Unicode database of this Python (Unicode licence), OpenCC's
Traditional → Simplified characters (Apache-2.0, by
opencc-python-reimplemented), pypinyin's readings (MIT), and the short lists
of look-alikes below, which are ours. Nothing is fetched.

usage: python tools/build_tables.py [--check]
"""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import chain
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

HERE = Path(__file__).resolve().parent.parent / "src" / "shopwarden" / "engine"
CHARACTERS = HERE / "fold" / "data" / "characters.tsv"
SOUNDS = HERE / "screen" / "data" / "sounds.tsv"

# Letters of other scripts that look like Latin ones; lower and upper case.
LOOKALIKES = {
    "a": "аɑαΑА", "b": "ЬьВβΒв", "c": "сСϲ", "d": "ԁ", "e": "еЕεΕΣ", "g": "ɡ",
    "h": "НһнΗ", "i": "іІιΙ", "j": "јЈ", "k": "кКκΚ", "l": "ӏ", "m": "мМΜ",
    "n": "ոηΝ", "o": "оОοΟσ", "p": "рРρΡ", "q": "ԛ", "s": "ѕЅ", "t": "тТτΤ",
    "u": "υʋ", "v": "νѵѴ∨ⅴ", "w": "ѡωШшԝ", "x": "хХχΧ×✕✖ㄨ〤メ", "y": "уУγΥ", "z": "Ζ",
}  # fmt: skip
# What stands for a word: ➕ is read as 加 by everybody.
SYMBOLS = {"➕": "+", "⊕": "+", "✚": "+", "🧧": "红包", "🐧": "企鹅", "💰": "钱"}
_NAMED = re.compile(
    r"(?:NEGATIVE CIRCLED|NEGATIVE SQUARED|SQUARED|REGIONAL INDICATOR SYMBOL|"
    r"PARENTHESIZED|MODIFIER LETTER|LATIN LETTER SMALL CAPITAL)"
    r"(?: LATIN)?(?: CAPITAL| SMALL)?(?: LETTER)? ([A-Z])"
)
# Letters by their class, but nothing is to be seen of them.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
# The blocks that hold something to fold: the first two planes, compatibility
# ideographs, and the tags and variation selectors, of which nothing is seen.
_BLOCKS = ((0, 0xD800), (0xE000, 0x20000), (0x2F800, 0x2FA20), (0xE0000, 0xE0200))
# Forms that nobody types by accident: 𝐯, ⓥ, ᵛ.
_STYLES = ("<font>", "<circle>", "<super>", "<sub>")
# The last of them separates texts (`engine.fold.batch`).
_KEPT_CONTROLS = "\t\n\r\x1e"


def read_as(character: str, simplified: dict[str, str]) -> tuple[str, str] | None:
    """The class of folding and what the character is read as; None: itself."""
    category = unicodedata.category(character)
    if character in SYMBOLS:
        return "symbol", SYMBOLS[character]
    if category in ("Cf", "Mn", "Me") or character in BLANKS:
        return "invisible", ""
    if category == "Cc" and character not in _KEPT_CONTROLS:
        return "invisible", ""
    if category in ("Nd", "No"):
        return _digit(character)
    if character in simplified:
        return "traditional", simplified[character]
    return _letter(character, simplified)


def _digit(character: str) -> tuple[str, str] | None:
    value = unicodedata.numeric(character)
    if character.isascii() or value != int(value) or not 0 <= value <= 99:
        return None
    wide = "0" <= unicodedata.normalize("NFKC", character) <= "9"
    name = unicodedata.name(character, "")
    return ("width" if wide and "FULLWIDTH" in name else "digit"), str(int(value))


def _letter(character: str, simplified: dict[str, str]) -> tuple[str, str] | None:
    for letter, alike in LOOKALIKES.items():
        if character in alike:
            return "lookalike", letter
    named = _NAMED.fullmatch(unicodedata.name(character, ""))
    if named:
        return "lookalike", named[1].lower()
    base = unicodedata.normalize("NFKD", character)
    plain = "".join(c for c in base if not unicodedata.combining(c)).lower()
    if len(plain) == 1 and plain.isascii() and len(base) > 1 and plain.isalpha():
        return "lookalike", plain
    folded = unicodedata.normalize("NFKC", character).lower()
    folded = "".join(simplified.get(c, c) for c in folded)
    if unicodedata.category(character) == "Zs":
        folded = " "
    if folded in (character, ""):
        return None
    if character.isascii():
        return "case", folded
    styled = unicodedata.decomposition(character).startswith(_STYLES)
    return ("style" if styled else "width"), folded


def characters() -> str:
    """The table of characters: class, character's code point, what it is read as."""
    converter = opencc.OpenCC("t2s")
    simplified = {}
    for number in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00)):
        character = chr(number)
        other = converter.convert(unicodedata.normalize("NFKC", character))
        if other != character and len(other) == 1:
            simplified[character] = other
    table: dict[str, tuple[str, str]] = {}
    for number in chain.from_iterable(range(*block) for block in _BLOCKS):
        found = read_as(chr(number), simplified)
        if found is not None:
            table[chr(number)] = found
    lines = ["# class\tcode point\tread as; built by tools/build_tables.py"]
    for character, found in table.items():
        kind, read = settled(*found, table)
        lines.append(f"{kind}\t{ord(character):X}\t{read}")
    return "\n".join(lines) + "\n"


def settled(kind: str, read: str, table: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """A reading that is read as itself: Ԝ is read as ԝ, and that as w."""
    while steps := [table[c] for c in read if c in table]:
        if any(step == "lookalike" for step, _ in steps):
            kind = "lookalike"
        read = "".join(table[c][1] if c in table else c for c in read)
    return kind, read


def sounds() -> str:
    """The table of sounds: syllable with tone, and the characters of GB 2312."""
    of: dict[str, str] = {}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            reading = pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)
            of[reading[0][0]] = of.get(reading[0][0], "") + character
    head = "# syllable and tone\tcharacters of GB 2312; built by tools/build_tables.py"
    return "\n".join([head, *(f"{s}\t{of[s]}" for s in sorted(of))]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` compare them; 1 if they differ."""
    wrong = 0
    for path, text in ((CHARACTERS, characters()), (SOUNDS, sounds())):
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
        elif path.read_text("utf-8") != text:
            print(f"{path.name} differs from what its sources give: run make tables")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
