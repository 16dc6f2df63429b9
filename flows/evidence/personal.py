"""Where a text holds personal data that can be told by its form: e-mail addresses, telephone numbers, postal addresses, card numbers.

Meant to be right when it speaks up: a year before a street's name, a time code or a price is no address and no number to call.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatcher

_EMAIL = re.compile(
    r"(?<![\w.%+-])[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?![\w-])"
    r"|\b[A-Za-z0-9._]+ at (?:gmail|outlook|hotmail|yahoo|icloud|proton ?mail|qq|163) dot com\b")
# Runs of digits that could be a number to call: the library is asked about these alone, for it is slow on long texts.
_DIGITS = re.compile(r"(?<![\w.,/=#-])(?:\+|\(|00)?\d(?:[ .()\u00a0-]{0,3}\d){6,16}(?![\w/-]|[.,:]\d)")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_JSON_NUMBER = re.compile(r'"\s*:\s*$')
_REGIONS = ("US", "GB", "CN", "DE", "JP")
_CARD = re.compile(r"(?<![\d.,-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -]?)\d{6}\2\d{5})(?![\d-]|[.,]\d)")
_WORD = r"(?:[A-Z][A-Za-z'’.-]*|\d{1,3}(?:st|nd|rd|th))"
_ADDRESS = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>\d{{1,5}}[A-Za-z]?) (?:[NSEW]\.? )?(?:{_WORD} ){{1,3}}"
    r"(?:(?P<sure>Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Parkway|Pkwy)|Way|Court|Square|Place|Terrace|St|Dr|Ln|Ct|Sq|Pl)\b\.?"
    r"(?P<more>,? (?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\.? ?\w+)?"
    r"(?:, (?:[A-Z][A-Za-z'’.-]*[ ,]+){1,3}(?P<code>(?:[A-Z]{2} )?\d{5}(?:-\d{4})?))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CHINESE_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:路|街|大道|巷|胡同|弄) ?\d{1,5} ?号(?:院|楼)?(?: ?\d{1,4} ?(?:号楼|栋|幢|座|单元|层|室))*")


@dataclass(frozen=True, slots=True)
class Personal:
    """A stretch of personal data; ``kind`` is `email`, `phone`, `address` or `card`."""

    start: int
    end: int
    kind: str


def find(text: str) -> list[Personal]:
    """Personal data in a text, in order; where two kinds overlap, the first of e-mail, card, phone, address.

    >>> [p.kind for p in find("Write to ann@example.org or call +44 20 7946 0958.")]
    ['email', 'phone']
    """
    found: list[Personal] = []
    for p in (*_emails(text), *_cards(text), *_phones(text), *_addresses(text)):
        if not any(p.start < o.end and o.start < p.end for o in found):
            found.append(p)
    return sorted(found, key=lambda p: p.start)


def _emails(text: str) -> Iterator[Personal]:
    yield from (Personal(m.start(), m.end(), "email") for m in _EMAIL.finditer(text))


def _cards(text: str) -> Iterator[Personal]:
    for m in _CARD.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if digits[0] in "3456" and 13 <= len(digits) <= 19 and _luhn(digits) and not _is_json(text, m.start()):
            yield Personal(m.start(), m.end(), "card")


def _luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _phones(text: str) -> Iterator[Personal]:
    for m in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        bare = m[0].isdigit()
        if bare and (not _CHINESE_MOBILE.fullmatch(digits) or _is_json(text, m.start())):
            continue
        regions = (None,) if m[0].startswith(("+", "00")) else ("CN",) if bare else _REGIONS
        if any(_matches(m[0], region) for region in regions):
            yield Personal(m.start(), m.end(), "phone")


def _is_json(text: str, start: int) -> bool:
    """Whether a number is a value of JSON: a time stamp, a size."""
    return bool(_JSON_NUMBER.search(text, max(start - 20, 0), start))


def _matches(candidate: str, region: str | None) -> bool:
    """Whether the whole candidate is a number of the region, grouped as numbers are there (or international, then grouped anyhow)."""
    text = "+" + candidate[2:] if candidate.startswith("00") else candidate
    leniency = Leniency.VALID if region is None else Leniency.STRICT_GROUPING
    found = list(PhoneNumberMatcher(text, region, leniency=leniency))
    return len(found) == 1 and len(re.sub(r"\D", "", found[0].raw_string)) == len(re.sub(r"\D", "", text))


def _addresses(text: str) -> Iterator[Personal]:
    for m in _ADDRESS.finditer(text):
        certain = bool(m["more"] or m["code"])
        if certain or (m["sure"] and not _YEAR.fullmatch(m["number"])):
            yield Personal(m.start(), m.end(), "address")
    yield from (Personal(m.start(), m.end(), "address") for m in _CHINESE_ADDRESS.finditer(text))


