"""Which characters a decoded text would be made of, and whether a person could have written that.

Nearly every byte string decodes as GB18030 or Windows-1252; only the characters that come out tell a right reading
from a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter

FEW = 40
"""Characters other than ASCII up to which valid UTF-8 may be chance."""

_PROOF = 4
"""Characters of two bytes that are hardly valid UTF-8 by chance."""

_SIGN_BESIDE = re.compile(
    r"(?<=\w)\u00a0|\u00a0(?=\w)|[£©®°±×·](?=\s?\d)|(?<=[\w)])[®°±×©]|(?<=[A-Za-z])[\u0300-\u036f]+"
)

_USUAL = re.compile(
    "[\u00a0-\u017f\u0192\u0218-\u021b\u0370-\u045f\u0490\u0491\u05d0-\u05ea\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f"
    "\u1e00-\u1eff\u2000-\u20cf\u2103\u2116\u2122\u2126\u2190-\u2193\u25a0-\u25cf\u2605\u2606\u2713\u2714\u3000-\u30ff\u3131-\u318e\u3200-\u33ff\u4e00-\u9fff\uac00-\ud7a3\ufeff\uff00-\uffef"
    "\U0001f300-\U0001faff]*"
)
"""Characters that files have; with others a handful of words is more likely in another encoding."""

ENOUGH = 3
"""Different words that must speak for a Western reading, and hanzi for a Chinese one."""

COMMON_SHARE = 0.95
"""Share of the non-ASCII characters that must be everyday Chinese before a file is read as GB18030."""

_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其"
    "些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建"
    "月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接"
    "知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议"
    "声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复"
    "容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标"
    "写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严李刘陈杨黄赵"
    "吴徐孙朱胡郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔康邱秦"
    "顾侯邵孟龙雷钱汤尹黎乔贺赖龚份限责集贸控股销售户邮编订单期备注负访箱街弄室楼座镇村职务款票税额币仓库供货退换伟芳"
    "娜敏静丽磊洋勇艳杰娟涛秀霞刚桂兰英萍玲辉斌鹏宇浩强波军健飞"
)
"""The 500 most frequent characters of written Chinese, and those that names, companies and business forms add."""

_NAME_CHARACTERS = frozenset(
    "婷琪琳瑶鑫淼昊皓钰璐妍怡玮炜璇珊珺晖煜烨熠焱宸绮瑾瑜玥珏喆峥嵘屹菲芸莹萱蕾薇馨茜茵莎嫣姝媛婧婕妮炫祺睿铭骏骁麟霖"
    "霏雯韬颖颢涵淇渊泓沁汐洵恺悦懿彤彦哲卉倩佟佳俊侃甄裴阮阙仝佘濮郜鄢亓"
)
"""Rarer characters that stand in many given names and surnames."""

_CHINESE_SIGNS = frozenset("　、。·《》「」『』【】〔〕“”‘’…—－～（），．：；！？％＆＃＠＋＝／￥×℃㈱①②③④⑤⑥⑦⑧⑨⑩")

# identical in the Windows code pages of Western, Central European and (but for the cedillas) Turkish
_SAFE_LETTERS = "äöüÄÖÜßéÉáÁíÍóÓúÚçÇâÂîÎôÔëË"
_SAFE_SIGNS = frozenset("€…‰‹›‘’“”•–—™\u00a0§©«®°±´µ·»×")
_QUOTED = re.compile("“[A-Za-z]+”|‘[A-Za-z]+’")
_LOWER_CASE_QUOTES = frozenset("‘’“”„‚")

# letters that other code pages read differently, in the surroundings the Western languages give them
_WESTERN_CONTEXTS = re.compile(
    "[aeiouáéíóú]ñ[aeiouáéíóú]"  # año, España
    "|ã[oe]|ã(?![a-z])|õe"  # São, mães, irmã, ações
    "|[bcdfglmnprstvz]è[bcdfgklmnprstvx]+e|è[rst](?![a-z])|[a-z]è(?![a-z])"  # père, près, caffè
    "|[a-z]ê[mtnlrcvp]|[ùàòì](?![a-z])|[a-z]û[tcrl]|[a-z]ï[sdv]"  # fête, déjà, città, août, naïve
    "|[bdfghjklmnprstv]ø[bdfghklmnprstvy]|[bdfghjklmnrst]ø(?![a-z])|(?<![a-z])[øåæ][a-z]"  # Jørgen, Strømsø, Århus
    "|[bdfghjklmnprstv][åæ][bdfghklmnprstv]|[ps]å(?![a-z])",  # Håkon, Kjær, på
    re.IGNORECASE,
)
_ODD_LETTERS = "ñÑãÃõÕèÈêÊùàÀòìûïøØÅåÆæ"
_WORD_PIECE = re.compile("[A-Za-z]*[^\x00-\x7f]+(?:[A-Za-z]+[^\x00-\x7f]+)*[A-Za-z]*")
_ASCII = re.compile("[\x00-\x7f]+")


def non_ascii(text: str) -> str:
    """`text` without its ASCII characters."""
    return _ASCII.sub("", text)


def is_common_chinese(found: Counter[str]) -> bool:
    """Whether non-ASCII characters, counted, are what Chinese people write every day.

    More than 95 % must be GB2312 level-1 hanzi, full-width signs or characters of names; and as Korean and Japanese
    in their own encodings come out as level-1 hanzi too, but as rare ones, a part must be among the most frequent.
    """
    total = found.total()
    hanzi = sum(count for character, count in found.items() if _is_hanzi(character))
    common = sum(count for character, count in found.items() if _is_everyday(character))
    frequent = sum(count for character, count in found.items() if character in _FREQUENT)
    if hanzi < ENOUGH or common < COMMON_SHARE * total:
        return False
    return frequent >= (0.4 if hanzi >= 12 else 0.6) * hanzi


def is_korean(found: Counter[str]) -> bool:
    """Whether non-ASCII characters, counted, are Hangul, and none a hanzi."""
    return all("\uac00" <= character <= "\ud7a3" or not character.isalpha() for character in found)


def is_western(text: str) -> bool:
    """Whether `text`, read as Windows-1252, looks like a Western European language.

    Letters that Central European or Turkish code pages read differently count only in the surroundings they have in
    Western words; a Cyrillic or Chinese file fails because its letters do not stand among ASCII letters.
    """
    pieces = _WORD_PIECE.findall(text)
    letters = good = 0
    words: set[str] = set()
    for piece in pieces:
        accented = [c for c in piece if not c.isascii() and c.isalpha()]
        if any(not c.isascii() and not c.isalpha() and c not in _SAFE_SIGNS for c in piece):
            return False
        if _is_quote_inside_word(piece):
            return False
        letters += len(accented)
        plausible = _plausible_letters(piece, accented)
        good += plausible
        if plausible and any(c.isascii() for c in piece):
            words.add(piece)
    if not letters:
        # the Windows code pages have the same quotes
        return any(_QUOTED.fullmatch(piece) for piece in pieces)
    # one word proves little: in each code page it is some word
    return len(words) >= ENOUGH and good >= 0.9 * letters


def is_doubtful_utf8(text: str) -> bool:
    """Whether so little of `text`, which is valid UTF-8, is not ASCII that this proves nothing.

    1,920 single hanzi in GBK are valid two-byte UTF-8, so a file with a handful of them can be misread. Accented
    letters in Latin words are proof, and so are signs beside figures.
    """
    told = _SIGN_BESIDE.sub("", text)
    others = non_ascii(told)
    if not others or len(others) > FEW:
        return False
    if not _USUAL.fullmatch(others):
        return True
    pieces = _WORD_PIECE.findall(told)
    if any(c.isascii() for piece in pieces for c in piece) and all(c < "\u0250" for c in others):
        return False
    if len(others) < _PROOF and all(c < "\u0800" for c in others):
        return True
    if len(others) == 1 and _as_chinese(text) is not None:
        return True
    chinese = _as_chinese("".join(pieces))
    return chinese is not None and all(_is_everyday(c) or _is_gb2312(c) for c in chinese)


def _as_chinese(text: str) -> str | None:
    """What the bytes of a text in UTF-8 are in GB18030, if they are anything."""
    try:
        return text.encode().decode("gb18030")
    except UnicodeDecodeError:
        return None


def _is_everyday(character: str) -> bool:
    return (
        character in _FREQUENT
        or character in _CHINESE_SIGNS
        or character in _NAME_CHARACTERS
        or "\uff10" <= character <= "\uff5a"
        or _is_level_one(character)
    )


def _is_level_one(character: str) -> bool:
    """Whether it is one of the 3,755 everyday hanzi of GB2312, rows 16 to 55."""
    return _is_gb2312(character, last_row=0xD7)


def _is_gb2312(character: str, last_row: int = 0xF7) -> bool:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= last_row


def _is_hanzi(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_quote_inside_word(piece: str) -> bool:
    """DOS and Macintosh umlauts become typographic quotes between letters; only an apostrophe stands there."""
    inner = piece[1:-1] if len(piece) > 2 else ""
    return any(c in _LOWER_CASE_QUOTES and c != "’" for c in inner) and piece[0].isalpha() and piece[-1].isalpha()


def _plausible_letters(piece: str, accented: list[str]) -> int:
    """How many of the accented letters of one word are at home there."""
    if not any(c.isascii() for c in piece) and len(accented) > 1:
        return 0
    good = sum(c in _SAFE_LETTERS for c in accented)
    odd = sum(c in _ODD_LETTERS for c in accented)
    return good + (min(odd, len(_WESTERN_CONTEXTS.findall(piece))) if odd else 0)
