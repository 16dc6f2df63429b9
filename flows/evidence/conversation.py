"""What a sentence does in a conversation: asks, answers, agrees, listens, leads, welcomes, names someone.

Works on plain text. The phrases are data (``data/conversation.yaml``); a language without its own list has only what
punctuation says. Nothing here knows who speaks: these are observations, for boundaries and speakers to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "conversation.yaml"
_LISTS = (
    "backchannels",
    "fillers",
    "listens",
    "nods",
    "asks_you",
    "embeds",
    "resumes",
    "goes_on",
    "praises",
    "answers_open",
    "agrees_open",
    "continues_open",
    "asks_open",
    "leads",
    "leads_open",
    "welcomes",
    "thanks_having",
    "greets",
    "thanks",
    "replies",
    "self",
    "singular_self",
    "other",
    "introduces",
    "reports",
)
# A sentence ends at its mark, or where the line of a caption breaks off with a dash; '3.5' and 'U.S.' do not end one.
_END = re.compile(r"(?:[.?!…]+|[。？！]+|—|--)[\"'”’)\]]*(?=\s+\S)|[。？！…]+[”’」）]*(?=\S)")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|Jr|Sr|No)|\b[A-Z]\.[A-Z])\.$")
_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*%?", re.U)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Phrases:
    """Compiled phrases of one language; each is a pattern that is searched (`..._open`: matched at the start) in lower-cased text."""

    backchannels: re.Pattern[str]
    fillers: re.Pattern[str]
    listens: re.Pattern[str]
    nods: re.Pattern[str]
    asks_you: re.Pattern[str]
    embeds: re.Pattern[str]
    resumes: re.Pattern[str]
    goes_on: re.Pattern[str]
    praises: re.Pattern[str]
    answers_open: re.Pattern[str]
    agrees_open: re.Pattern[str]
    continues_open: re.Pattern[str]
    asks_open: re.Pattern[str]
    leads: re.Pattern[str]
    leads_open: re.Pattern[str]
    welcomes: re.Pattern[str]
    thanks_having: re.Pattern[str]
    greets: re.Pattern[str]
    thanks: re.Pattern[str]
    replies: re.Pattern[str]
    self: re.Pattern[str]
    singular_self: re.Pattern[str]
    other: re.Pattern[str]
    introduces: re.Pattern[str]
    reports: re.Pattern[str]


@cache
def phrases(lang: str) -> Phrases:
    """The phrases of a language (BCP 47, `en-US` reads as `en`); nothing matches in a language that has no list."""
    known: Mapping[str, list[str]] = yaml.safe_load(_DATA.read_text(encoding="utf-8")).get(lang.split("-")[0].lower(), {})
    return Phrases(**{name: _pattern(known.get(name, ())) for name in _LISTS})


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    words = sorted(map(str, words), key=len, reverse=True)
    if not words:
        return re.compile(r"(?!)")
    spaced = [re.escape(w).replace(r"\ ", r",?\s+") for w in words if not _HAN.search(w)]
    solid = [re.escape(w) for w in words if _HAN.search(w)]
    parts = ([rf"(?<![\w'])(?:{'|'.join(spaced)})(?![\w'-])"] if spaced else []) + ([f"(?:{'|'.join(solid)})"] if solid else [])
    return re.compile("|".join(parts))


def plain(text: str) -> str:
    """Lower case, straight apostrophes, no emphasis marks: the form in which phrases are looked for."""
    return text.lower().replace("’", "'").replace("*", "")


def plain_same_length(text: str) -> str:
    """As ``plain``, but with every character in its place."""
    low = text.lower()
    return (low if len(low) == len(text) else text).replace("’", "'").replace("*", " ")


def words(text: str) -> list[str]:
    """Words of ``plain`` text; each Chinese character is a word of its own where it is not part of a Latin one."""
    out: list[str] = []
    for w in _WORD.findall(text):
        out += list(w) if _HAN.search(w) else [w]
    return out


def sentences(text: str) -> list[tuple[int, int]]:
    """Positions (begin, end) of the sentences of ``text``, blanks between them left out.

    >>> [("Is it? Yes. By 3.5 percent"[a:b]) for a, b in sentences("Is it? Yes. By 3.5 percent")]
    ['Is it?', 'Yes.', 'By 3.5 percent']
    """
    cuts = [m.end() for m in _END.finditer(text) if not _ABBREVIATION.search(text, max(0, m.end() - 8), m.end())]
    out = []
    for a, b in zip([0, *cuts], [*cuts, len(text)]):
        inner = text[a:b]
        body = inner.strip()
        if body:
            begin = a + inner.index(body)
            out.append((begin, begin + len(body)))
    return out


def asks(sentence: str, lang: str) -> bool:
    """Whether a sentence is a question: by its mark, or by how it begins where it has no other mark.

    >>> asks("What do you think", "en"), asks("What I think is this.", "en"), asks("Nice, right?", "en")
    (True, False, True)
    """
    if re.search(r"[?？][\"'”’)\]]*$", sentence):
        return True
    return not re.search(r"[.!…。！][\"'”’)\]]*$", sentence) and bool(phrases(lang).asks_open.match(plain(sentence)))


# 'right?' at the end of a statement asks for a nod, not for an answer.
_TAG = re.compile(r"(?:^|[,\s])(?:right|okay|ok|you know|huh|yeah|no|isn't it|对吧|是吧|对不对)\s*[?？]$")


def tags(sentence: str) -> bool:
    """Whether a question is only a tag (`..., right?`)."""
    return bool(_TAG.search(plain(sentence)))


def listens(text: str, lang: str) -> bool:
    """Whether a stretch holds nothing but what a listener says: `Yeah.`, `Right, right.`, `That makes sense.`"""
    p = plain(text)
    if len(p) > 80:
        return False
    known = phrases(lang)
    said = re.sub(r"\[[^\]]*\]", " ", p)
    rest = known.backchannels.sub(" ", said)
    return rest != said and not words(known.fillers.sub(" ", rest))


@dataclass(frozen=True, slots=True)
class Naming:
    """A name in a sentence: whose (index into the people asked for), and how: `vocative`, `self` or `mention`."""

    person: int
    how: str
    begin: int
    end: int


class Names:
    """The names by which the people of a conversation are called, and how a sentence uses them.

    ``people`` is a list of the forms of each person's name, the canonical one first. A given name alone counts unless two people share it.
    """

    def __init__(self, people: Sequence[Sequence[str]], lang: str):
        self.phrases = phrases(lang)
        owner: dict[str, int | None] = {}
        for i, forms in enumerate(people):
            short = {part for form in forms[:1] for part in form.split()[:1] if len(part) > 2 and " " in form}
            for form in {*forms, *short}:
                owner[form] = i if owner.get(form, i) == i else None
        self.owner = {form: i for form, i in owner.items() if i is not None}
        forms = sorted(self.owner, key=len, reverse=True)
        self.surnames = {i: {part for f in forms_of for part in f.split()[1:]} for i, forms_of in enumerate(people)}
        self.pattern = re.compile("|".join(rf"(?<!\w){re.escape(f)}(?!\w)" for f in forms)) if forms else re.compile(r"(?!)")

    def find(self, sentence: str) -> list[Naming]:
        """Every use of a known name in one sentence.

        >>> names = Names([("Ada Byron",), ("Alan Turing",)], "en")
        >>> [n.how for s in ("Ada, what do you think?", "Like Ada said, no.", "I'm Alan Turing.") for n in names.find(s)]
        ['vocative', 'mention', 'self']
        """
        return [
            Naming(self.owner[m[0]], self._how(sentence, m), m.start(), m.end())
            for m in self.pattern.finditer(sentence)
            if not self._other(sentence, m)
        ]

    def _other(self, sentence: str, m: re.Match[str]) -> bool:
        """A given name with a stranger's surname after it is a stranger's."""
        follows = re.match(r"\s+([A-Z][a-z]+)", sentence[m.end() :])
        if follows is None or " " in m[0]:
            return False
        return follows[1] not in self.surnames[self.owner[m[0]]] and plain(follows[1]) not in ("i", "and", "do", "what", "how")

    def _how(self, sentence: str, m: re.Match[str]) -> str:
        before, after = plain(sentence[: m.start()]), plain(sentence[m.end() :])
        if re.search(rf"(?:{self.phrases.introduces.pattern})\s*$", before) and not re.match(r"\s*'s\b", after):
            return "self" if self._introduces_self(before) else "mention"
        if re.match(r"\s*'s\b", after):
            return "mention"
        opens = not before.strip(' ,."“') or re.fullmatch(
            r"(?:(?:so|and|but|okay|ok|all right|alright|well|yeah|now|hey|hi|oh|then|yes|no|thank you|thanks|,|\s)+)", before
        )
        if opens and (
            re.match(r"\s*(?:,|[?!.]?$|[?!。，、])", after)
            or re.match(r"\s+(?:do|what|how|why|as|you|can|could|i|is|are|would|if|where|when|did|have|your|a few|maybe)\b", after)
        ):
            return "mention" if re.match(r"\s+(?:is|i|as)\b(?!.*\byou\b)", after) else "vocative"
        if re.search(r"[,，]\s*$", before) and re.match(r"\s*(?:[?!.,]|$|[?!。，])", after) and not re.match(r"\s*,?\s*and\b", after):
            return "vocative"
        return "mention"

    def _introduces_self(self, before: str) -> bool:
        return bool(re.search(r"(?:i'm|i am|my name is|我是|我叫)\s*$", before)) or bool(
            re.fullmatch(r"(?:hi|hello|hey|welcome)?[,!.\s]*(?:this is|it's|这里是)\s*", before)
        )
