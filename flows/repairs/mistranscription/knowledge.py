"""What is known before a document's words are judged: the lexicon of its fields, its people, its own vocabulary."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import groupby

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from flows.document.model import Document
from flows.evidence import lexicon as lexicons
from flows.evidence.lexicon import Lexicon
from flows.evidence.phonetics import SoundIndex
from flows.evidence.pronunciation import encode, in_dictionary, read_as_word, say
from flows.evidence.wordforms import derived
from flows.evidence.words import frequencies, zipf
from flows.repairs.mistranscription.sides import Beside, Side, stretches

_COMMON, _RARE = (1e-6, 1.0), (1e-7, 1e-6)  # shares of all words: of words that come to mind, and of those that must be spelt nearly so
_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]*|of|the))* [A-Z][\w'’-]+|[A-Z][\w'’-]+")


class Knowledge:
    """Everything that generators consult about one document."""

    def __init__(self, document: Document, lexicon_paths: tuple[str, ...] = ()):
        self.document = document
        self.source_lang = document.source_lang
        self.sides = {lang: Side(document, lang) for lang in document.langs}
        whole = "\n".join(s.text for s in self.sides.values())
        everything = lexicons.load(lexicon_paths)
        self.lexicon: Lexicon = everything.active(whole)
        self.spelled: Counter[str] = Counter()
        for side in self.sides.values():
            self.spelled.update(side.spelled)
        self._lexicon_names = _right_names(self.lexicon)
        # Asked of every token; a document has few different ones.
        self.unknown, self.is_name = cache(self._nobody_knows), cache(self._named)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Full names of those who speak, from the metadata and the labels."""
        names = [p.name for p in self.document.meta.people] + [n for n, _ in self.document.names.values()]
        return tuple(dict.fromkeys(n for n in names if " " in n))

    @cached_property
    def metadata_names(self) -> tuple[str, ...]:
        """Capitalised names in what the metadata say: show, title, what is told about people."""
        meta = self.document.meta
        texts = [meta.show or "", meta.title or "", *(p.about or "" for p in meta.people)]
        texts += [v for v in meta.extra.values() if isinstance(v, str)]
        return tuple(dict.fromkeys(m.group() for t in texts for m in _NAME.finditer(t)))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Names of several words in the metadata, with the people."""
        names = (n.removeprefix("The ") for n in (*self.people, *self.metadata_names) if n.count(" ") < 4)
        return tuple(dict.fromkeys(n for n in names if " " in n))

    def _named(self, text: str) -> bool:
        """Whether this is a name of the lexicon, or of the metadata, as it stands (a possessive aside)."""
        low = text.lower().replace("’", "'").removesuffix("'s")
        return low in self._lexicon_names or low in self._titles

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(n.lower() for n in (*self.people, *self.metadata_names))

    def people_by_sound(self, text: str) -> list[tuple[str, float]]:
        """Full names of the lexicon and the metadata that sound like a text."""
        if text not in self._people_found:
            found = {*_people(self.lexicon).near(text, 0.75, 3), *self._speakers.near(text, 0.75, 3)}
            self._people_found[text] = sorted(found, key=lambda x: (-x[1], x[0]))
        return self._people_found[text]

    def expect_people(self, texts: Iterable[str]) -> None:
        """Looks up all that ``people_by_sound`` will be asked for at once, which is quicker."""
        ways = [way for text in texts for way in say(text)]
        _people(self.lexicon).expect(ways)
        self._speakers.expect(ways)

    @cached_property
    def _people_found(self) -> dict[str, list[tuple[str, float]]]:
        return {}

    @cached_property
    def _speakers(self) -> SoundIndex:
        return SoundIndex(self.people)

    def words_near(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Of words in lower case the known words, of the document first, that are spelt nearly like each."""
        every = sorted(set(words), key=lambda w: (len(w), w))
        out = _spelt_like(every, self._vocabulary, 0.75)
        for length, group in groupby(every, key=len):
            some = list(group)
            for among, least in ((_words_about(length, _COMMON), 0.8), (_words_about(length, _RARE), 0.85)):
                for word, found in _spelt_like(some, among, least).items():
                    out[word] += found
        return {word: tuple(dict.fromkeys(found)) for word, found in out.items()}

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        side = self.sides.get("en")
        return tuple(sorted(w for w in side.counts if len(w) > 3 and w.isalpha() and zipf(w, "en") >= 1.5)) if side else ()

    @cached_property
    def sounds(self) -> SoundIndex:
        return _index(self.lexicon)

    @cached_property
    def name_parts(self) -> frozenset[str]:
        """Words of every right name of the lexicon, in lower case."""
        return _parts(self.lexicon)

    def beside(self, side: Side) -> Beside:
        """Stretches of a side with what stands beside them in the other languages."""
        return self._beside[side.lang]

    @cached_property
    def _beside(self) -> dict[str, Beside]:
        out: dict[str, Beside] = {}
        for lang, side in self.sides.items():
            others = [o for o in self.sides if o != lang and (lang == self.source_lang or o == self.source_lang)]
            found = [s for o in others for s in stretches(self.document, side, self.sides[o])]
            out[lang] = Beside(sorted(found, key=lambda s: (s.begin, s.end)))
        return out

    def pronounced(self, term: str) -> tuple[str, ...]:
        """Ways to say a term: those its entry gives, else those of its spelling."""
        entry = self.lexicon.named.get(term)
        return (*(encode(p) for p in entry.say), *say(term)) if entry and entry.say else say(term)

    def settled_case(self, term: str) -> float:
        """Share of the times that the other languages write a term in just this casing, of all the times they write it."""
        if term not in self._cases:
            others = [s.text for lang, s in self.sides.items() if lang != self.document.source_lang]
            so = sum(t.count(term) for t in others)
            every = sum(t.lower().count(term.lower()) for t in others)
            self._cases[term] = so / every if every else 0.0
        return self._cases[term]

    @cached_property
    def _cases(self) -> dict[str, float]:
        return {}

    def counted(self, term: str) -> int:
        return sum(s.text.count(term) for s in self.sides.values())

    def context_of(self, name: str) -> tuple[str, ...]:
        """Words that stand near a name of the lexicon where it is meant, as its entry says."""
        entry = self.lexicon.named.get(name)
        return tuple(dict.fromkeys((*entry.context, *(w for c in entry.confusions for w in c.near)))) if entry else ()

    def in_lexicon(self, name: str) -> bool:
        """Whether the lexicon holds a name, in any casing."""
        return name.lower() in self._lexicon_names

    @property
    def humped(self) -> dict[str, str]:
        """Other names of entries that have a capital inside a word and are written in no other way, by their letters in lower case."""
        return _humped(self.lexicon)

    def numbered_by_consonants(self, letters: str) -> tuple[str, ...]:
        """Names that take version numbers and whose consonants are these letters: LLM is Llama."""
        return _numbered_consonants(self.lexicon).get(letters, ())

    @cached_property
    def first_names(self) -> frozenset[str]:
        """First names of those who speak, by the metadata and by the labels as printed."""
        labels = {p.label for p in self.document.pieces if p.label}
        return frozenset(n.split()[0] for n in (*self.people, *labels) if " " in n)

    @cached_property
    def proper_words(self) -> frozenset[str]:
        """Words, in lower case, of names in the metadata and of companies, organisations and shows of the lexicon."""
        return _proper(self.lexicon) | {n.split()[0].lower() for n in (*self.metadata_names, *self.people)}

    @cached_property
    def as_metadata_write(self) -> frozenset[str]:
        """Words just as the metadata write them: the maintainer's spelling of a name stands."""
        meta = self.document.meta
        texts = [meta.show or "", meta.title or "", *(p.about or "" for p in meta.people), *(p.name for p in meta.people)]
        return frozenset(w for t in texts for w in re.findall(r"[\w'’.-]+", t))

    def kind_of(self, term: str) -> str:
        """Kind of a name's entry in the lexicon; where it has none `term`, or `name` where it has a capital."""
        entry = self.lexicon.named.get(term)
        return entry.kind if entry else "term" if term.islower() else "name"

    def _nobody_knows(self, token: str) -> bool:
        """Whether nobody knows this token: no English word, no name of the lexicon or of the metadata."""
        low = token.lower().replace("’", "'").removesuffix("'s")
        if any(form in self.name_parts or form in self._known_here for form in (low, low.removesuffix("s"))) or len(low) < 2:
            return False
        if token.isupper() and token.isalpha() and len(token) < 6:
            return zipf(low, "en") < 3.3 or (len(token) > 2 and read_as_word(low))
        if any(c.isdigit() for c in token):
            return any(c.isalpha() for c in token) and not _ORDINAL.fullmatch(low)
        return zipf(low, "en") < 2.0 and not derived(low)

    def doubtful(self, token: str) -> bool:
        """Whether a token is on no list of words, though the usual endings may make it of one that is."""
        low = token.lower()
        return zipf(low, "en") < 1.0 and not in_dictionary(low) and low not in self.name_parts and low not in self._known_here

    @cached_property
    def _known_here(self) -> frozenset[str]:
        return frozenset(w.lower() for n in (*self.people, *self.metadata_names) for w in re.findall(r"[\w'’]+", n))


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|x|k|m|b|bn|am|pm|d|gb|mb|tb|kw|mw|gw)?|'\d\ds", re.I)


def _spelt_like(words: Sequence[str], among: tuple[str, ...], least: float) -> dict[str, list[str]]:
    """Of each word at most six of those ``among`` which it is found, the likest first."""
    alike = cdist(words, among, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=np.float64)
    return {word: [among[i] for i in sorted(np.flatnonzero(row), key=lambda i: (-row[i], i))[:6]] for word, row in zip(words, alike)}


@lru_cache(maxsize=64)
def _words_about(length: int, share: tuple[float, float]) -> tuple[str, ...]:
    """Words of the language that are about as long, and about as common."""
    return tuple(w for n in range(length - 2, length + 3) for w in _words_by_length(share).get(n, ()))


@lru_cache(maxsize=2)
def _words_by_length(share: tuple[float, float]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for w in sorted(w for w, f in frequencies("en").items() if share[0] <= f < share[1] and w.isalpha()):
        out.setdefault(len(w), []).append(w)
    return out


@lru_cache(maxsize=4)
def _people(lexicon: Lexicon) -> SoundIndex:
    people = [e for e in lexicon.entries if e.kind == "person" and " " in e.name]
    return SoundIndex((e.name for e in people), {e.name: e.say for e in people if e.say})


@lru_cache(maxsize=4)
def _index(lexicon: Lexicon) -> SoundIndex:
    return SoundIndex((e.name for e in lexicon.entries), {e.name: e.say for e in lexicon.entries if e.say})


@lru_cache(maxsize=4)
def _numbered_consonants(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for e in lexicon.entries:
        if e.numbered and e.numbered.endswith((" #", "-#")) and " " not in e.name:
            out.setdefault(re.sub(r"[^BCDFGHJKLMNPQRSTVWXYZ]", "", e.name.upper()), []).append(e.name)
    return {k: tuple(v) for k, v in out.items() if len(k) > 1}


@lru_cache(maxsize=4)
def _right_names(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(n.lower() for e in lexicon.entries for n in (e.name, *e.aliases))


@lru_cache(maxsize=4)
def _humped(lexicon: Lexicon) -> dict[str, str]:
    ways: dict[str, set[str]] = {}
    for n in (n for e in lexicon.entries for n in (e.name, *e.aliases)):
        ways.setdefault(n.lower(), set()).add(n)
    aliases = (n for e in lexicon.entries for n in e.aliases if n.isalpha() and re.search("[a-z][A-Z]", n))
    return {n.lower(): n for n in aliases if len(ways[n.lower()]) == 1}


@lru_cache(maxsize=4)
def _proper(lexicon: Lexicon) -> frozenset[str]:
    kinds = ("company", "organization", "show", "person", "product")
    return frozenset(e.name.split()[0].lower() for e in lexicon.entries if e.kind in kinds)


@lru_cache(maxsize=4)
def _parts(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(w.lower() for e in lexicon.entries for n in (e.name, *e.aliases) for w in re.findall(r"[\w'’]+(?:\.\d+)?", n))
