"""Numbers as they are written in two languages, brought to one form: '1.2 billion', '12 亿' and '1,200,000,000' are one quantity.

Anchors for alignment: few words survive translation as surely as a year or a price.
"""
from __future__ import annotations

import re

_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "grand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12,
    "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11,
    "万亿": 1e12, "兆": 1e12, "萬": 1e4, "百萬": 1e6, "億": 1e8, "十億": 1e9, "萬億": 1e12,
}
_SMALL = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                                     "sixteen seventeen eighteen nineteen".split())}
_SMALL |= {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

_WORD = "|".join(sorted(_SMALL, key=len, reverse=True))
_BY_DIGITS = (r"(?<![A-Za-z\d])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
              r"(?:(?P<scale>\s?(?:hundred|thousand|million|billion|trillion|grand|bn|[十百千]?[万萬亿億](?:亿|億)?|[百千兆])|[kmb](?![A-Za-z\d])))?")
_BY_WORDS = rf"(?P<words>\b(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}|hundred|thousand|million|billion|trillion))*\b)"
_BY_HAN = r"(?P<han>[零〇一二两兩三四五六七八九十百千万萬亿億]{2,}|(?<=百分之)[一二三四五六七八九十])"
_NUMBER = re.compile(rf"(?:(?P<of>百分之)\s?)?(?:{_BY_DIGITS}|{_BY_WORDS}|{_BY_HAN})(?P<percent>\s?%|\s+percent\b|\s?％)?", re.I)


def quantities(text: str) -> list[tuple[int, int, str]]:
    """``(begin, end, quantity)`` of the numbers in a text. Those below ten in words are left out: they are too common to tell anything.

    >>> [q for _, _, q in quantities('In 2025 they raised 1.2 billion, fifty percent of it here.')]
    ['2025', '1200000000', '50%']
    >>> [q for _, _, q in quantities('2025 年他们融资 12 亿,百分之五十在这里,三十人。')]
    ['2025', '1200000000', '50%', '30']
    """
    out = []
    for m in _NUMBER.finditer(text):
        value = _digits(m) if m["digits"] else _words(m["words"]) if m["words"] else _han(m["han"])
        percent = bool(m["percent"] or m["of"])
        if value is not None and (m["digits"] or percent or value >= 10):
            number = f"{value:.10g}" if value >= 1e16 or value % 1 else str(int(value))
            out.append((m.start(), m.end(), number + "%" * percent))
    return out


def _digits(m: re.Match[str]) -> float | None:
    try:
        value = float(m["digits"].replace(",", ""))
    except (ValueError, OverflowError):
        return None
    scale = m["scale"]
    value *= _SCALE.get(scale.strip().lower(), 1.0) if scale else 1.0
    return round(value, 6) if value < 1e18 else None


def _words(said: str) -> float | None:
    """'two hundred and fifty thousand' -> 250000; 'nineteen eighty four', a year, -> 1984."""
    parts = [w for w in re.split(r"[\s-]+", said.lower()) if w != "and"]
    values = [_SMALL.get(w, -1) for w in parts]
    tens = len(values) == 2 and values[0] % 10 == 0 and values[1] < 10  # 'fifty five'
    if len(values) > 1 and min(values) >= 0 and values[0] >= 10 and not tens:
        return values[0] * 100 + sum(values[1:]) if sum(values[1:]) < 100 else None
    total, group = 0.0, 0.0
    for w in parts:
        if w in _SMALL:
            group += _SMALL[w]
        elif w == "hundred":
            group = max(group, 1) * 100
        else:
            total, group = total + max(group, 1) * _SCALE[w], 0.0
    return total + group


def _han(said: str) -> float | None:
    """'三百二十' -> 320, '二〇二五' -> 2025, '一千两百万' -> 12000000; None for what is no number ('一一', '万万')."""
    if all(c in _DIGIT for c in said):
        return float("".join(str(_DIGIT[c]) for c in said)) if len(said) > 2 else None
    total, group, digit = 0, 0, 0
    for c in said:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _PLACE:
            group, digit = group + (digit or 1) * _PLACE[c], 0
        else:
            if group + digit == 0 and total == 0:
                return None
            total, group, digit = (total + group + digit) * _MYRIAD[c], 0, 0
    return float(total + group + digit)
