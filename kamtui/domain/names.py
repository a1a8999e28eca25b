"""What makes two spellings of a name the same name, and how initials find a Chinese one (P4).

Patterns are handed to `re` as text: it keeps them compiled after the first use, and importing stays cheap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from kamtui.domain.texts import HAN

_A_HAN = f"[{HAN}]"
_PIECE = rf"[{HAN}]+|[^\W_{HAN}]+|[+#]+"
"""A run of Han, of other letters and figures, or the signs that tell C++ from C#."""
_MARK = "[\u0300-\u036f\ufe00-\ufe0f]"
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_TRADITIONAL_IN_GB2312 = frozenset("乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽")
"""The characters of GB2312 that simplifying changes; the character set has no others."""

_LOOK_ALIKE = {
    **dict(zip("авекмнорстухіјѕԁԛԝь", "abekmhopctyxijsdqwb", strict=True)),
    **dict(zip("αβεζηικνορτυχ", "abezhiknoptyx", strict=True)),
}
"""Cyrillic and Greek letters that look like a Latin one, small or large -> that one."""

_LOOKS = str.maketrans(_LOOK_ALIKE)

_LEGAL_FORM = (
    r"(?: |^)(?:ltd|limited|inc|incorporated|corp|corporation|co|company|llc|llp|lp|plc|pte|pty|pvt"
    r"|gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|se|sa de cv|s de rl de cv|sa|sas|sarl|srl|slu|sl|ltda|lda"
    r"|nv|bv|bvba|oy|oyj|ab|as|asa|a s|aps|kk|sdn bhd|bhd|sp z oo|doo|jsc|ооо|оао|зао|пао|ао)$"
    r"|(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|总公司|(?<![分子])公司|集团|股份|有限合伙|合伙企业"
    r"|株式会社|有限会社|合同会社|주식회사)$| (?:株|주)$"
)
_LEGAL_FORM_FIRST = r"^(?:株式会社|有限会社|주식회사|(?:株|주|ооо|оао|зао|пао|ао) )"
_ITALIAN = r"\bs\.p\.a\b\.?"
"""Only with its points: "spa" is also what a hotel has."""

_SURNAMES = {
    "单": "s", "仇": "q", "曾": "z", "解": "x", "区": "o", "查": "z", "翟": "z", "种": "c", "乐": "y",
    "秘": "b", "祭": "z", "召": "s", "句": "g", "覃": "q", "佴": "n", "阚": "k", "么": "y", "折": "s",
    "繁": "p", "乜": "n", "莘": "s", "藏": "z", "省": "x", "会": "g", "蔚": "y", "适": "k", "重": "c",
    "盖": "g", "朴": "p", "任": "r", "尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt", "单于": "cy",
    "乐正": "yz", "子车": "zj",
}  # fmt: skip
"""Surnames that are read otherwise than the word -> their initials."""

_READ = """
    单 shan  仇 qiu  曾 zeng  解 xie  区 ou  查 zha  翟 zhai  种 chong  乐 yue  秘 bi  祭 zhai  召 shao  句 gou  覃 qin
    佴 nai  阚 kan  么 yao  折 she  繁 po  乜 nie  莘 shen  藏 zang  省 xing  会 gui  蔚 yu  适 kuo  重 chong  盖 ge
    朴 piao  任 ren  员 yun  黑 he  尉迟 yuchi  万俟 moqi  长孙 zhangsun  澹台 tantai  单于 chanyu  乐正 yuezheng
    子车 ziju
"""
_FULL = dict(zip(_READ.split()[::2], _READ.split()[1::2], strict=True))
"""Surnames that are read otherwise than the word -> how they are read."""

_TITLE = (
    "(?:总经理|副总经理|总监|经理|董事长|主任|主管|先生|女士|小姐|老师|教授|博士|律师|医生|书记|秘书|老板"
    "|[处科部局院校所厂店]长|[总工董处科部局哥姐])$"
)
_LATIN_TITLE = r"^(?:mr|mrs|ms|miss|dr|prof|herr|frau|sir)\b\.? *"


@lru_cache(maxsize=2048)  # a name is folded for its key, its initials and the search, one after the other
def fold(text: str) -> str:
    """`text` without what spelling varies: width, case, accents, traditional or invisible characters, spacing.

    Character by character, so the folded part of a name is part of the folded name.
    """
    if text.isascii():
        visible = text.casefold()
    else:
        # accents only come off decomposed, and full-width letters only have a lower case once composed
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        composed = unicodedata.normalize("NFKC", re.sub(_MARK, "", decomposed))
        visible = _simplified(composed.casefold().translate(_LETTERS))
    return " ".join((visible if visible.isprintable() else visible.translate(_SEEN)).split())


def search_key(text: str) -> str:
    """`text` folded without spaces and punctuation: what is looked for inside a `name_key`.

    Punctuation stays where there is no letter: 1.00 is not 100. "" only where there is nothing to see.
    """
    folded = fold(text)
    if not any(character.isalpha() for character in folded):
        return folded.replace(" ", "")
    return "".join(re.findall(_PIECE, _without_points(folded)))


def name_key(name: str, *, person: bool = False) -> str:
    """`search_key` without the legal form (有限公司, Ltd, GmbH …): equal for two spellings of one firm.

    A name that is nothing but a legal form keeps it, and so does a `person`: Ana Sá is no S.A. "" only where
    there is nothing to see.
    """
    folded = fold(name)
    if person or not any(character.isalpha() for character in folded):
        return search_key(name)
    pieces = re.findall(_PIECE, _without_points(re.sub(_ITALIAN, "", folded)))
    kept = re.sub(_LEGAL_FORM_FIRST, "", " ".join(pieces))
    while (shorter := re.sub(_LEGAL_FORM, "", kept).rstrip()) != kept:
        kept = shorter
    return kept.replace(" ", "") or search_key(name)


def look_key(name: str) -> str:
    """`name_key` as it looks in Latin letters, for a name with Cyrillic or Greek ones that look like them; else ""."""
    key = name_key(name)
    looks = "" if key.isascii() else key.translate(_LOOKS)
    return looks if looks.isascii() and looks != key else ""


def is_mixed(name: str) -> bool:
    """Whether some word of a name has letters of two scripts that look alike: Аcme with a Cyrillic А."""
    if name.isascii():
        return False
    words: list[str] = re.findall(r"[^\W\d_]+", fold(name))
    return any(
        any(letter in _LOOK_ALIKE for letter in word) and any("a" <= letter <= "z" for letter in word) for word in words
    )


def pinyin_key(name: str, *, person: bool = False) -> str:
    """The initials that find a name: 中国移动通信集团 -> zgydtxjt, IBM中国 -> ibmzg, Acme Holdings -> ah.

    Latin words stand whole beside Han characters, as initials where there are several of them alone. A
    `person`'s surname is read as a surname: 单田芳 -> stf.
    """
    pieces = re.findall(_PIECE, fold(name))
    if not any(map(has_han, pieces)):
        several = len(pieces) > 1
        return "".join(piece[0] if several and not piece.isdecimal() else piece for piece in pieces)
    surname = ""
    if person and has_han(pieces[0]):
        first = pieces[0]
        surname = next((first[:length] for length in (2, 1) if first[:length] in _SURNAMES), "")
        pieces[0] = first.removeprefix(surname)
    read = _initials()
    initials = (read(piece) if has_han(piece) else piece for piece in pieces)
    return _SURNAMES.get(surname, "") + "".join(initials)


def reading(name: str, *, person: bool = False) -> str:
    """A Chinese name in full pinyin, without tones and spaces: 长城汽车 -> changchengqiche; "" for one without Han.

    A `person`'s surname is read as a surname, and that of a firm called so: 单田芳 -> shantianfang, 单氏 -> shanshi.
    """
    folded = search_key(name)
    if not has_han(folded):
        return ""
    surname = (
        next((folded[:length] for length in (2, 1) if folded[:length] in _FULL), "")
        if person or folded[1:2] == "氏"
        else ""
    )
    return _FULL.get(surname, "") + _syllables()(folded.removeprefix(surname))


def phone_key(text: str) -> str:
    """The digits of a telephone number, for finding duplicates."""
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def answers_to(name: str, said: str) -> bool:
    """Whether a person called `name` may be meant by `said`: the whole name, the surname as in 王总, Mr Smith.

    Of a Latin name every word said must be one; of a Chinese one a given name of two characters will do, and a
    beginning only as a surname: with a title or as one character.
    """
    full, short = fold(name), fold(said)
    if search_key(full) == search_key(short):
        return bool(short)
    stem = re.sub(_TITLE, "", re.sub(_LATIN_TITLE, "", short)).removeprefix("小").removeprefix("老") or short
    if not stem or not has_han(stem):
        words = set(re.split(r"[\W_]+", full))
        return bool(stem) and set(re.split(r"[\W_]+", stem)) - {""} <= words
    is_surname = full.startswith(stem) and (stem != short or len(stem) == 1)
    return is_surname or (len(stem) > 1 and full.endswith(stem))


def has_han(text: str) -> bool:
    return re.search(_A_HAN, text) is not None


class _Seen(dict[int, int | None]):
    """A translation table that takes out what cannot be seen; it learns a character when it first meets it."""

    def __missing__(self, ordinal: int) -> int | None:
        character = chr(ordinal)
        seen = character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
        self[ordinal] = ordinal if seen else None
        return self[ordinal]


_SEEN = _Seen()


def _without_points(folded: str) -> str:
    """Dotted abbreviations as one word: s.a. -> sa., j.p. morgan -> jp. morgan."""
    return re.sub(r"\b([^\W\d_])\.(?=[^\W\d_]\b)", r"\1", folded)


def _simplified(text: str) -> str:
    if not has_han(text):
        return text
    return "".join(_simplified_character(character) for character in text)


@lru_cache(maxsize=20_000)
def _simplified_character(character: str) -> str:
    """One character simplified, whatever stands beside it: a part of a name folds as it does in the name."""
    if not has_han(character) or _is_simplified(character):
        return character
    return _simplifier()(character)


def _is_simplified(character: str) -> bool:
    """Whether the character set of simplified Chinese has it; saves most names the converter."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return character not in _TRADITIONAL_IN_GB2312


@cache
def _simplifier() -> Callable[[str], str]:
    # imported late: 40 ms that only a traditional or rare character is worth
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _syllables() -> Callable[[str], str]:
    # it brings our own readings along
    _initials()
    from pypinyin import lazy_pinyin

    return lambda han: "".join(lazy_pinyin(han, v_to_u=False)).casefold()


@cache
def _initials() -> Callable[[str], str]:
    # imported late: its dictionaries take 0.3 s, and only writing down a Chinese name needs them
    from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

    # how firms and places read characters that have another reading in running text
    load_single_dict({ord("长"): "cháng", ord("晟"): "shèng"})
    load_phrases_dict({"朝阳": [["cháo"], ["yáng"]], "长春": [["cháng"], ["chūn"]], "涡阳": [["guō"], ["yáng"]]})

    def read(han: str) -> str:
        letters = lazy_pinyin(han, style=Style.FIRST_LETTER, errors="ignore")
        return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in letters if letter)

    return read
