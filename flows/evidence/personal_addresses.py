"""Postal addresses: a number and a street, as English, Chinese, Japanese, German and French write them.

`24 Hour Drive` and `300 Sesame Street episodes` have a number and a word for streets, too: words that measure or count are no names of
streets, and a kind of street that is also an ordinary word (drive, lane, way) needs something that says an address is meant.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from flows.evidence.personal_spans import Personal, before

_NAME = r"(?:[A-Z][A-Za-z'’-]*\.?|\d{1,3}(?:st|nd|rd|th))"
_STREET = r"Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Parkway|Pkwy"
_OTHER = r"Lane|Drive|Way|Court|Square|Place|Terrace|Crescent|Close|Mews|St|Dr|Ln|Ct|Sq|Pl"
_ENGLISH = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>\d{{1,5}}[A-Za-z]?) (?P<name>(?:[NSEW]\.? )?(?:{_NAME} ){{1,4}}?)(?:(?P<street>{_STREET})|{_OTHER})\b"
    r"(?:\.(?=,| [A-Za-z]))?(?P<unit>,? (?:(?:Apt|Apartment|Suite|Ste|Unit|Floor|Flat)\b|#)\.? ?\w+)?")
_TOWN = re.compile(r", [A-Z][A-Za-z'’-]+\.?(?: [A-Z][a-z'’-]+){0,2}"
                   r"(?P<code>,? (?:[A-Z]{2} )?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b)?")
_LOWER = re.compile(r"(?<![\w.,$€£-])\d{1,5} (?:[a-z]+ ){1,3}(?:street|avenue|road|boulevard|lane|drive|terrace|court)\b")
_BOX = re.compile(r"\bP\.? ?O\.? Box \d{1,6}\b")
_SAYS_HOME = re.compile(
    r"\b(?:lives?|lived|living|resides?|address(?: is| was)?|office(?: is| was)?|headquarters|house|home|located|grew up|"
    r"(?:ship|send|mail|deliver)(?:ed|s)?(?: it| them| that)?|"
    r"met|moved|come|visit us|stay(?:ed)?|born)\b[^.!?]*\b(?:at|to|is|was|,)\s*$|\bat\s$", re.I)
_LIVES = re.compile(r"\b(?:live|lives|lived|living|address is|resides?|moved to|grew up) ?(?:at|in)? $", re.I)
# Words that count or measure; before one of these words for streets they are no name of one.
_MEASURES = frozenset("""
    hour hours minute minutes second seconds day days week weeks month months year years hundred thousand million billion trillion
    percent dollar dollars star stars step steps part parts page pages point points mile miles foot feet inch inches gigabyte terabyte
    gb tb mb core cores bit bits layer layers lesson lessons body big best top new ways way times time person people man men gpu gpus
    model models""".split())
_COUNTED = re.compile(r" (?!is\b|was\b|has\b|as\b|this\b|plus\b|his\b|its\b|us\b|yes\b|across\b|perhaps\b|always\b)"
                      r"(?:[a-z]+ )?[a-z]{3,}s\b|"
                      r" [A-Z][a-z]+s\b| (?:Journal|Bank|Bets|crash|crisis|journal|music|band|effect|movie|film)\b")
_GOES_ON = re.compile(r"\s*(?:[,.;:!?)\]\"'“”]|$|(?:with|in|on|and|or|is|was|for|near|by|where|but|so|at)\b)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def addresses(text: str, wide: bool = False) -> Iterator[Personal]:
    """Postal addresses in a text; with ``wide`` also those that nothing but their form shows."""
    for m in _ENGLISH.finditer(text):
        home, town = _home(text, m.start()), _TOWN.match(text, m.end())
        code = town is not None and town["code"] is not None
        if code or m["unit"] or _is_english(text, m, home, wide):
            yield Personal(m.start(), town.end() if town and (code or home) else m.end(), "address")
    for m in (m for m in _LOWER.finditer(text) if _lives(text, m.start()) and not _measured(m[0].split()[1:-1])):
        yield Personal(m.start(), m.end(), "address")
    yield from (Personal(m.start(), m.end(), "address") for form in (_BOX, _GERMAN, _FRENCH, _JAPANESE) for m in form.finditer(text))
    yield from _chinese(text)


def _is_english(text: str, m: re.Match[str], home: bool, wide: bool) -> bool:
    if _measured(m["name"].split()) or _YEAR.fullmatch(m["number"]):
        return False
    if not home and _COUNTED.match(text, m.end()):
        return False
    return bool(m["street"]) or home or (wide and _GOES_ON.match(text, m.end()) is not None)


def _measured(words: list[str]) -> bool:
    return any(w.strip(".'’").lower() in _MEASURES for w in words)


def _home(text: str, start: int) -> bool:
    """Whether the words before say that somebody or something is there."""
    return _SAYS_HOME.search(before(text, start)) is not None


def _lives(text: str, start: int) -> bool:
    return _LIVES.search(before(text, start)) is not None


# --- other languages

_GERMAN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*(?:straße|strasse|-Straße|str\.|gasse) \d{1,4} ?(?:[a-f]\b)?"
                     r"(?:, \d{5} [A-ZÄÖÜ][a-zäöüß]+)?(?<! )")
_FRENCH = re.compile(r"(?<![\w.,-])\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|chemin|quai|place) "
                     r"(?:(?:de la|de l['’]|du|des|de|d['’]) ?)?[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)*(?:, \d{5} [A-ZÀ-Ý][\w-]+)?")
_JAPANESE = re.compile(r"〒 ?\d{3}-\d{4}(?: ?[\u4e00-\u9fff]{2,3}[都道府県][\u3040-\u30ff\u4e00-\u9fff]+"
                       r"\d{1,4}(?:[-丁目番地号]+\d{1,4})*号?)?|"
                       r"[\u4e00-\u9fff]{2,3}[都道府県][\u3040-\u30ff\u4e00-\u9fff]{1,6}[市区町村][\u3040-\u30ff\u4e00-\u9fff]{0,8}"
                       r"\d{1,4}(?:-\d{1,4}){1,3}(?!\d)")
_COUNT = "[0-9０-９]{1,5}"
_SPELT = "[一二三四五六七八九十百零〇]{1,5}"
_ROOM = rf"(?: ?(?:{_COUNT}|[A-Z]) ?(?:号楼|號樓|栋|棟|幢|座|单元|單元|层|樓|楼|室))*"
_CHINESE_STREET = re.compile(
    rf"(?P<before>[\u4e00-\u9fff]{{0,16}}?)(?P<name>[\u4e00-\u9fff]{{1,4}}(?:路|街|大道|巷|胡同|弄)(?:[一二三四五六七八九十]段)?) ?"
    rf"(?:(?P<count>{_COUNT})|(?P<spelt>{_SPELT})) ?[号號](?:院|楼|樓)?{_ROOM}"
    r"(?![线線机機选選车車模方位手电電口门門台]|楼梯)")
_CHINESE_HOUSE = re.compile(rf"[\u4e00-\u9fff]{{2,16}}{_COUNT} ?(?:号楼|號樓|栋|棟|幢|座) ?"
                            rf"(?:{_COUNT} ?(?:单元|單元) ?)?(?:{_COUNT} ?[层樓楼] ?)?{_COUNT} ?[室房号]")
_PLACE = re.compile(r"[省市区區县縣镇鎮乡鄉]")
# `另一条路`, `第一大街的`, `思路`: a way of some kind, not the name of a street.
_PLAIN = re.compile(r"[条條这這那哪一另走新老同之公铁鐵思电電线線道套链通回出上半大网網弯]$|"
                    r"^[一二三四五六七八九十第这這那]|[的了着是和]|高速|华尔|華爾")
_ENDS = re.compile(r"[^\u4e00-\u9fff]|$|[的了吧呢吗啊里那这附旁对]")
_TO_PLACE = re.compile(r".*(?:[在到住寄去址于於往从是]|地址|来自|[我她他你]家|公司)")


def _chinese(text: str) -> Iterator[Personal]:
    at = 0
    for m in _CHINESE_STREET.finditer(text):
        begin = _begin(text, m.start(), m.end())
        name = re.split(r"大街|路|街|大道|巷|胡同|弄", text[max(begin, m.start()):m.end("name")])[0]
        known = _PLACE.search(text[begin:m.end("name")]) or re.search(r"(?:地址|住在|寄到|送到|家在|住)", before(text, begin + 1))
        if len(name) >= 2 and not _PLAIN.search(name) and (known or (m["count"] and _ENDS.match(text, m.end()))):
            yield from _houses(text, at, begin)
            yield Personal(begin, m.end(), "address")
            at = m.end()
    yield from _houses(text, at, len(text))


def _houses(text: str, start: int, end: int) -> Iterator[Personal]:
    """Addresses by a housing estate and a door, without a street."""
    yield from (Personal(_begin(text, m.start(), m.end()), m.end(), "address") for m in _CHINESE_HOUSE.finditer(text, start, end))


def _begin(text: str, start: int, end: int) -> int:
    """Where an address begins: after the last word that leads to it (`住在`, `寄到`, `地址是`)."""
    lead = _TO_PLACE.match(re.split(r"\d", text[start:end])[0][:-3])
    return start + (lead.end() if lead else 0)
