"""Where a text holds personal data that can be told by its form: e-mail addresses, telephone numbers, postal addresses, card numbers.

Meant to be right when it speaks up: a year before a street's name, a time code, a price or the size of a model is no address and no
number to call. Masking asks for more (``wide``): there a number that looks like a telephone's is one, whether or not somebody says so.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.evidence.personal_addresses import addresses
from flows.evidence.personal_numbers import cards, phones
from flows.evidence.personal_spans import Personal

__all__ = ["Personal", "find"]

_LETTER = "A-Za-z\u00c0-\u024f0-9"
_PROVIDER = r"(?:gmail|google ?mail|outlook|hotmail|yahoo|icloud|proton ?mail|qq|163|126|foxmail|gmx|aol|live|me)"
_DOMAIN = r"(?:com|org|net|edu|io|ai|co|dev|me|de|fr|cn|jp|uk)"
_EMAIL = re.compile(
    rf"(?<![{_LETTER}.%+_-])[{_LETTER}._%+-]+[@＠](?:[{_LETTER}](?:[{_LETTER}-]*[{_LETTER}])?\.)+(?P<top>[A-Za-z]{{2,}})(?![\w-]*[A-Za-z0-9_-])")
_SPOKEN_NAME = r"\b[A-Za-z0-9._]+(?: (?:dot|underscore|dash) [A-Za-z0-9._]+)*"
_SPOKEN_EMAIL = re.compile(
    rf"(?P<name>{_SPOKEN_NAME}) at (?:(?P<provider>{_PROVIDER})|[A-Za-z0-9-]+(?: dot [A-Za-z0-9-]+)*) dot {_DOMAIN}\b", re.I)
_SAYS_EMAIL = re.compile(r"\b(?:e-?mail|write (?:to )?(?:me|us)|mail (?:me|us)|reach (?:me|us)|address is)\b|邮箱|郵箱", re.I)
# What stands before `at gmail dot com` where somebody speaks of the place and gives no address.
_NO_NAMES = frozenset("""
    look looked looking looks arrive arrived work worked works working start started be was is are were find found signed you me him her it
    them us stay again back here there""".split())
_FILES = frozenset("png jpg jpeg gif svg webp js ts py json css html md txt pdf zip".split())  # `logo@2x.png` is a file
_BEFORE = 40


def find(text: str, langs: Sequence[str] = (), wide: bool = False) -> list[Personal]:
    """Personal data in a text, in order; where two kinds overlap, the first of e-mail, card, phone, address.

    langs   languages of the document (BCP 47): whose countries' telephone numbers are looked for; those of the text's script always are.
    wide    for masking: also what has the form alone, where nothing around it says what it is.

    >>> [p.kind for p in find("Write to ann@example.org or call +44 20 7946 0958.")]
    ['email', 'phone']
    >>> find("It has 13812345678 parameters."), find("He wrote 123 456 7890."), find("He wrote 123 456 7890.", wide=True)
    ([], [], [Personal(start=9, end=21, kind='phone')])
    """
    found: list[Personal] = []
    for p in (*_emails(text), *cards(text), *phones(text, langs, wide), *addresses(text, wide)):
        if not any(p.start < o.end and o.start < p.end for o in found):
            found.append(p)
    return sorted(found, key=lambda p: p.start)


def _emails(text: str) -> Iterator[Personal]:
    for m in _EMAIL.finditer(text):
        if m["top"].lower() not in _FILES and not m[0].startswith("git@"):
            yield Personal(m.start(), m.end(), "email")
    for m in _SPOKEN_EMAIL.finditer(text):
        said = _SAYS_EMAIL.search(text, max(m.start() - _BEFORE, 0), m.start())
        if m["name"].lower() not in _NO_NAMES and (m["provider"] or said):
            yield Personal(m.start(), m.end(), "email")
