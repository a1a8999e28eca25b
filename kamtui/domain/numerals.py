"""Chinese numerals in amounts -> figures: 五千, 三万五, 一亿两千万, 1万2千, 壹佰贰拾万."""

from __future__ import annotations

import re

_PAIRS = "零〇 一壹 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖"
_FIGURES = {figure: value for value, figures in enumerate(_PAIRS.split()) for figure in figures}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿"


def in_figures(text: str) -> str:
    """`text` with its one numeral in figures; as it is where there is none, or none that makes sense."""
    found = re.fullmatch(rf"([^\d{_NUMERAL}]*)([\d{_NUMERAL}]+)(.*)", text)
    # 12万 is read with its power of ten, whatever decimals it has
    if not found or re.fullmatch(r"\d+[千万百亿]*", found[2]) or not re.search(r"[十拾百佰千仟万亿]", found[2]):
        return text
    value = _value(found[2])
    return text if value is None or re.match(r"[\d.,]", found[3]) else f"{found[1]}{value}{found[3]}"


def _value(numeral: str) -> int | None:
    """What a numeral says; None where it makes no sense. A last figure alone is of the next power: 三万五 is 35,000."""
    total = section = 0
    figure: int | None = None
    last = largest = 0
    for part in re.findall(r"\d+|\D", numeral):
        if part in _LARGE:
            unit = _LARGE[part]
            if not section + (figure or 0) or (largest and unit >= largest):
                return None
            total += (section + (figure or 0)) * unit
            section, figure, last, largest = 0, None, unit, unit
        elif part in _SMALL:
            unit = _SMALL[part]
            if last and last < 10_000 and unit >= last:
                return None
            section += (1 if figure is None else figure) * unit
            figure, last = None, unit
        else:
            one = int(part) if part.isdecimal() else _FIGURES[part]
            if figure and part not in "零〇":
                return None
            figure = one
            # behind a nought it is what it says: 一万零五 is 10,005
            last = 1 if one == 0 else last
    if figure and last > 1 and figure < 10:
        figure *= last // 10
    return total + section + (figure or 0)
