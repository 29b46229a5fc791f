"""Hygiene of characters: radicals that stand for characters, controls, symbol fonts, private use.

Nothing here folds widths or compatibility forms: NFKC would turn ① into 1, （ into ( and ㎡ into m2, and the
printed text must survive. Only what cannot be seen on paper is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹"
    "⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""CJK Radicals Supplement (U+2E80 block), each followed by the character it is drawn as."""

_SIMPLIFIED = {"戶": "户", "靑": "青", "黃": "黄"}
"""Kangxi radicals whose compatibility form differs from the glyph that Chinese fonts share with them."""

_SYMBOLS = {
    0xF0A8: "□",
    0xF06F: "□",
    0xF071: "□",
    0xF0FE: "☑",
    0xF052: "☑",
    0xF053: "☒",
    0xF0FD: "☒",
    0xF0FC: "✓",
    0xF0FB: "✗",
    0xF0B7: "•",
    0xF06C: "●",
    0xF06E: "■",
    0xF075: "◆",
    0xF0D8: "➢",
    0xF0A7: "▪",
    0xF0A3: "≤",
    0xF0B3: "≥",
    0xF0B1: "±",
    0xF0B4: "×",
    0xF0B8: "÷",
}
"""Code points of the symbol fonts (Symbol, Wingdings) that official documents use, as Word stores them."""

_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")


def _kangxi() -> Iterable[tuple[int, str]]:
    for code in range(0x2F00, 0x2FD6):
        plain = unicodedata.normalize("NFKC", chr(code))
        yield code, _SIMPLIFIED.get(plain, plain)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None)
    for keep in (0x09, 0x0A):
        del table[keep]
    table |= dict.fromkeys((0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F)), None)
    table |= _LINE_ENDS
    table |= {0xA0: " ", 0x202F: " ", 0x2011: "-"}
    table |= {ord(radical): plain for radical, plain in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
    table |= dict(_kangxi())
    table |= _SYMBOLS
    table |= {
        code: unicodedata.normalize("NFC", chr(code))
        for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
        if unicodedata.normalize("NFC", chr(code)) != chr(code)
    }
    return table


CHARACTER_MAP = _table()
"""Code point -> what stands on paper (None: nothing). For `str.translate`; every value has one character."""

_UNCLEAN = re.compile(
    f"[{''.join(re.escape(chr(code)) for code in CHARACTER_MAP if code < 0x10000)}]|[\U0002f800-\U0002fa1f]"
)
"""Apart because the engine looks through a class that leaves the basic plane one member after the other."""


def clean(text: str) -> str:
    """The text as it looks on paper: radicals as characters, no controls, line ends as newlines."""
    return text if text.isascii() and text.isprintable() else text.translate(CHARACTER_MAP)


def all_clean(texts: Iterable[str]) -> bool:
    """Whether `clean` leaves every one of the texts as it is."""
    joined = "".join(texts)
    return (joined.isascii() and joined.isprintable()) or not _UNCLEAN.search(joined)


def symbol(code: int) -> str | None:
    """The character a symbol font shows for `code` (with or without Word's 0xF000), None if unknown."""
    return _SYMBOLS.get(code if code >= 0xF000 else code + 0xF000)


def is_private(character: str) -> bool:
    """Whether a character belongs to a private-use area, so that only its font knows what it shows."""
    return unicodedata.category(character) == "Co"


def private_share(text: str) -> float:
    """Share of private-use and replacement characters among those that are no white space, 0 to 1."""
    seen = [character for character in text if not character.isspace()]
    bad = sum(1 for character in seen if character == "�" or is_private(character))
    return bad / len(seen) if seen else 0.0
