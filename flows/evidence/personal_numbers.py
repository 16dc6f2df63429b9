"""Telephone and card numbers: runs of digits, and what the words around them say they are.

A run of digits is a telephone number where it is written as its country writes them, or where somebody says that it is one. What counts
something (`parameters`, `个参数`), names an order, a book or a paper, or is a decimal, a date or a row of years is none.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from phonenumbers import Leniency, PhoneNumberMatcher

from flows.evidence.personal_spans import Personal, before

# --- telephone numbers

_GAP = r"(?:[ .()\u00a0\u2010-\u2013/-]{1,3}|[ -]?\n)"
# Runs of digits that could be a number to call: the library is asked about these alone, for it is slow on long texts.
_DIGITS = re.compile(rf"(?<![A-Za-z0-9_.,/=#&?$€£¥￥-])(?:\+|\((?=\+?\d)|（)?\d(?:{_GAP}?\d){{6,16}}(?![A-Za-z0-9_/]|[.,:]\d|-\d|%| ?%)")
_REGIONS = {
    "en": ("US", "GB", "AU", "IE", "IN", "ZA"), "zh": ("CN", "HK", "TW", "SG", "MO"), "ja": ("JP",), "ko": ("KR",),
    "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "AR"), "pt": ("PT", "BR"), "it": ("IT", "CH"),
    "nl": ("NL", "BE"), "ru": ("RU", "KZ"), "pl": ("PL",), "sv": ("SE",), "da": ("DK",), "nb": ("NO",), "fi": ("FI",), "tr": ("TR",),
    "ar": ("EG", "SA", "AE"), "hi": ("IN",), "id": ("ID",), "vi": ("VN",), "th": ("TH",), "uk": ("UA",), "cs": ("CZ",), "el": ("GR",),
    "he": ("IL",), "hu": ("HU",), "ro": ("RO",),
}
_EVERYWHERE = tuple(dict.fromkeys(region for regions in _REGIONS.values() for region in regions))
_SCRIPTS = (("zh", re.compile(r"[\u4e00-\u9fff]")), ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7a3]")))
_SAYS_PHONE = re.compile(
    r"\b(?:call(?! volume| options?| it\b| that\b| this\b)|ring|dial|phone|telephone|tel|mobile|cell|fax|text|"
    r"whatsapp|whats app|hotline|reach|landline|number is|numbers? (?:are|was)|"
    r"telefon|handy|rufnummer|nummer|téléphone|portable|teléfono|móvil|numéro|appelez|appeler|ruf(?:en)?|llam\w+)\b|"
    r"电话|電話|手机|手機|拨打|撥打|致电|致電|来电|热线|熱線|座机|联系|聯繫|聯絡|号码|號碼|微信|传真|打给|请打|加我|携帯|番号", re.I)
_SAYS_OTHER = re.compile(
    r"(?:\b(?:order|invoice|ticket|tracking|serial|patent|case|account|isbn(?:-1[03])?|issn|doi|arxiv|pmid|rfc|pages?|pp|version|build|commit|id|"
    r"index|step|seed|timestamp|product|part|model|episode|lines|booking|reference|usd|rmb|cny|eur|gbp|hkd)|订单|訂單|单号|單號|编号|編號|流水号|序列号|专利|版本|"
    r"[$€£¥￥#№])(?:\s+(?:numbers?|no\b\.?|id|code|of))?\s*(?:[:：#]|is|号|是|为)?\s*(?:the\s+)?$", re.I)
_COUNTED = re.compile(
    r"\s*(?:(?:[a-z]+ ){0,2}(?:parameters?|params|tokens?|weights|words|rows|lines|examples|samples|steps|flops?|requests|queries|users|"
    r"people|customers|subscribers|downloads|views|clicks|images|videos|hours|minutes|seconds|milliseconds|days|years|bytes|bits|[kmgtp]b|nodes|edges|"
    r"cells|records|documents|files|pairs|pixels|dollars|bucks|euros|pounds|yuan|rmb|usd|percent|times|points|units|chips|gpus|transistors|"
    r"iterations|points|cycles|hertz|[kmg]hz|watts|stars|kilomet\w+|met(?:er|re)s|miles|tons|atoms|neurons|synapses)\b"
    r"|[个個条條次元块塊人年月日天名位篇本张張行页頁度字种種倍亿億万萬台颗只件套秒]|参数|參數|美元|人民币|词元|字节)", re.I)
_JSON_NUMBER = re.compile(r'"\s*:\s*$')
_BOOK = re.compile(r"97[89]")
_AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]?\s?\d{3}[ .-]\s?\d{4}")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\n?\d{4}")
_CHINESE_LAND = re.compile(r"[(（]?0\d{2,3}[)）]?[ -]?\d{3,4}[ -]?\d{4}|[48]00[ -]\d{3}[ -]\d{4}|[48]00[ -]\d{4}[ -]\d{3}")
_LOCAL = re.compile(r"(?<![\w.,/=#$-])\d{3}-\d{4}(?![\w/-]|[.,:]\d)")
_CALLS = re.compile(r"(?:\b(?:call|ring|dial|number is|phone is)|电话是?|电话[:：])(?: me| us)?(?: at| on)?[ :：]*$", re.I)
_DECIMAL = re.compile(r"\d{1,3}\.\d+|0\d?[.]\d.*")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\W*){2,}")
# `512 512 1024`: a shape, a row of round numbers.
_SIZES = re.compile(r"(?:(?:64|96|128|256|512|768|1024|2048|4096|8192|[1-9]0{2,3})(?: |$)){2,}")
_DATE = re.compile(r"(?:19|20)\d\d([-./])\d\d?\1\d\d?(?:\D.*)?|\d\d?([-./])\d\d?\2(?:19|20)\d\d(?:\D.*)?|(?:19|20)\d{6} \d{4,6}", re.S)


def phones(text: str, langs: Sequence[str] = (), wide: bool = False) -> Iterator[Personal]:
    """Telephone numbers in digits, and spelt out in words where somebody says that it is one."""
    regions: tuple[str, ...] | None = None
    for m in _DIGITS.finditer(text):
        if _is_something_else(text, m):
            continue
        regions = regions or _regions(text, langs)
        if end := _end(text, m, regions, wide):
            yield Personal(m.start(), end, "phone")
    yield from _local(text)
    yield from _spoken(text)


def _regions(text: str, langs: Sequence[str]) -> tuple[str, ...]:
    """Countries whose numbers to expect, by the languages of the document and the scripts of the text; English is heard everywhere."""
    spoken = ["en", *(lang for lang, letters in _SCRIPTS if letters.search(text)), *(lang.split("-")[0] for lang in langs)]
    return tuple(dict.fromkeys(region for lang in spoken for region in _REGIONS.get(lang, ())))


def _is_something_else(text: str, m: re.Match[str]) -> bool:
    """Whether a run of digits is a date, a decimal, a row of years, a count, or the number of an order, a book or a paper."""
    said = m[0]
    if _SIZES.fullmatch(said) or _DECIMAL.fullmatch(said) or _YEARS.fullmatch(said) or _DATE.fullmatch(said) or _BOOK.match(said):
        return True
    if _COUNTED.match(text, m.end()) or _SAYS_OTHER.search(before(text, m.start())):
        return True
    return said.isdigit() and bool(_JSON_NUMBER.search(text, max(m.start() - 20, 0), m.start()))


def _end(text: str, m: re.Match[str], regions: tuple[str, ...], wide: bool) -> int | None:
    """Where the telephone number that begins with a run of digits ends; None where it is none.

    The run may go on behind it: two numbers with a space between, or the number of the next caption on a line of its own.
    """
    said = _SAYS_PHONE.search(before(text, m.start())) is not None
    ends = [i for i in range(len(m[0]), 6, -1) if m[0][i - 1].isdigit() and not m[0][i:i + 1].isdigit()]
    for end in ends:
        if _is_phone(m[0][:end], regions, said, wide):
            return m.start() + end
    return None


def _is_phone(number: str, regions: tuple[str, ...], said: bool, wide: bool) -> bool:
    digits, bare = re.sub(r"\D", "", number), number.isdigit()
    if number.startswith(("+", "(+")) or (digits.startswith("00") and not bare and len(digits) > 9):
        return _matches(number, None) or ((said or wide) and number.startswith("+") and len(digits) >= 9)
    chinese = "CN" in regions
    if _CHINESE_MOBILE.fullmatch(number) and (said or wide or chinese):
        return not (bare and digits.endswith("00000"))  # a round number is a count
    if bare:
        return said and len(digits) >= 10 and any(_matches(number, region) for region in regions)
    if _AMERICAN.fullmatch(number):
        return said or wide or _matches(number, "US")
    if chinese and _CHINESE_LAND.fullmatch(number):
        return said or wide or _matches(number, "CN")
    if said:
        return any(_matches(number, region) for region in (_EVERYWHERE if digits.startswith("0") else regions))
    grouped = digits.startswith("0") or number.startswith(("1-", "1 (", "("))
    return grouped and any(_matches(number, region, strict=True) for region in regions)


@lru_cache(maxsize=4096)
def _matches(candidate: str, region: str | None, strict: bool = False) -> bool:
    """Whether the whole candidate is a valid number of the region; with ``strict``, grouped as numbers are there."""
    text = re.sub(r"[\s\u2010-\u2013]+", " ", candidate).replace("（", "(").replace("）", ")")
    text = "+" + text[2:] if text.startswith("00") else text.replace("(+", "+") if text.startswith("(+") else text
    leniency = Leniency.STRICT_GROUPING if strict else Leniency.VALID
    found = list(PhoneNumberMatcher(text, region, leniency=leniency))
    return len(found) == 1 and len(re.sub(r"\D", "", found[0].raw_string)) == len(re.sub(r"\D", "", text))


def _local(text: str) -> Iterator[Personal]:
    """Numbers without an area code, where somebody says just before that it is one to call."""
    yield from (Personal(m.start(), m.end(), "phone") for m in _LOCAL.finditer(text) if _CALLS.search(before(text, m.start())))


# --- telephone numbers that are spelt out

_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_WORDS = re.compile(rf"\b(?:plus )?{_DIGIT}(?:(?:, ?| |-|\. ?)(?:(?:double|triple) )?{_DIGIT}){{6,14}}\b", re.I)
_NUMBER_WORDS = "zero one two three four five six seven eight nine".split()
_CHINESE_DIGITS = re.compile(r"[幺一][三四五六七八九](?:[ ，,、]?[零〇幺一二两三四五六七八九]){9}"
                             r"(?![零〇幺一二两三四五六七八九十百千万亿])")


def _spoken(text: str) -> Iterator[Personal]:
    for m in _WORDS.finditer(text):
        values = [_NUMBER_WORDS.index(w) for w in re.findall(_DIGIT, m[0].lower().replace("oh", "zero"))]
        counting = all(b - a == 1 for a, b in zip(values, values[1:])) or all(b - a == -1 for a, b in zip(values, values[1:]))
        if not counting and _SAYS_PHONE.search(before(text, m.start())):
            yield Personal(m.start(), m.end(), "phone")
    for m in _CHINESE_DIGITS.finditer(text):
        if "幺" in m[0] or _SAYS_PHONE.search(before(text, m.start())):
            yield Personal(m.start(), m.end(), "phone")


# --- cards

_CARD = re.compile(r"(?<![A-Za-z0-9_.,=/-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -]?)\d{6}\2\d{4,5})(?![A-Za-z0-9_-]|[.,]\d)")
# Who issues numbers that begin so, and how long theirs are.
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)), (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)), (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|64[4-9]|65"), (16, 19)), (re.compile(r"62"), (16, 17, 18, 19)), (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"30[0-5]|36|3[89]"), (14,)),
)
_IDENTITY = re.compile(r"(?<![A-Za-z0-9_.,=/-])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
                       r"\d{3}[\dXx](?![A-Za-z0-9_]|[.,]\d)")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")


def cards(text: str) -> Iterator[Personal]:
    """Numbers of payment cards, of bank accounts (IBAN) and of Chinese identity cards, each with the check digits it must have."""
    for m in _CARD.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if _issued(digits) and _luhn(digits) and not _named_otherwise(text, m):
            yield Personal(m.start(), m.end(), "card")
    for m in _IDENTITY.finditer(text):
        if _identity(m[0]) and not _named_otherwise(text, m):
            yield Personal(m.start(), m.end(), "card")
    yield from (Personal(m.start(), m.end(), "card") for m in _IBAN.finditer(text) if _iban(m[0]))


def _named_otherwise(text: str, m: re.Match[str]) -> bool:
    json = m[0].isdigit() and _JSON_NUMBER.search(text, max(m.start() - 20, 0), m.start())
    return bool(json or _COUNTED.match(text, m.end()) or re.search(r"[$€£¥￥#]\s?$", text[:m.start()][-2:])
                or re.search(r"\b(?:order|tracking|invoice|serial|timestamp)\b(?: number| no\.?| id)?[ :#]*$|单号[:： ]*$|编号[:： ]*$",
                             before(text, m.start()), re.I))


def _issued(digits: str) -> bool:
    return any(first.match(digits) and len(digits) in lengths for first, lengths in _ISSUERS)


def _luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _identity(number: str) -> bool:
    """The check character of Chinese identity cards (GB 11643, ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(number[:17])) % 11] == number[17].upper()


def _iban(number: str) -> bool:
    """The check digits of an IBAN (ISO 13616)."""
    code = number.replace(" ", "")
    return 15 <= len(code) <= 34 and int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1
