"""The language of each turn, among the languages the document has.

Three witnesses, from cheap to dear: the layout (a line printed as the Chinese side mostly is Chinese), the letters (Han, kana,
Cyrillic ...), and, where several of the languages are written in the same letters, how common the words are in each. Only where
these leave doubt is langdetect asked, seeded and restricted to the candidates. Short turns are what this is for: 'Yeah.' in
English, 'RIP。' on the Chinese side, 'Claude — why?' on the English one.
"""
from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from langdetect import PROFILES_DIRECTORY, DetectorFactory, LangDetectException

from flows.document.model import Claims, Document, Flag
from flows.document.view import view
from flows.evidence.context import Context
from flows.evidence.words import WORD, frequencies

_SCRIPTS: dict[str, re.Pattern[str]] = {
    "Hani": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"), "Kana": re.compile(r"[\u3040-\u30ff]"),
    "Hang": re.compile(r"[\uac00-\ud7af]"),
    "Cyrl": re.compile(r"[\u0400-\u04ff]+"), "Arab": re.compile(r"[\u0600-\u06ff]+"), "Hebr": re.compile(r"[\u0590-\u05ff]+"),
    "Deva": re.compile(r"[\u0900-\u097f]+"), "Grek": re.compile(r"[\u0370-\u03ff]+"), "Thai": re.compile(r"[\u0e00-\u0e7f]+"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*"),
}
_OWN = {
    "zh": ("Hani",), "yue": ("Hani",), "ja": ("Kana", "Hani"), "ko": ("Hang",), "th": ("Thai",), "el": ("Grek",), "he": ("Hebr",),
    "hi": ("Deva",), "mr": ("Deva",), "ru": ("Cyrl",), "uk": ("Cyrl",), "bg": ("Cyrl",), "sr": ("Cyrl",), "mk": ("Cyrl",),
    "ar": ("Arab",), "fa": ("Arab",), "ur": ("Arab",),
}
_LOWER = re.compile(r"(?<![\w'’-])[a-z\u00e0-\u00ff]{2,}(?![\w])")
_WIDE_MARK = re.compile(r"[。，？！、；：「」『』《》【】（）]")
_PRIOR = 0.95  # how often a turn is in the language of the side it is printed on; four in five exceptions are names and quotations
# Chance of a word in Latin letters where another script is at home: names and abbreviations, words in lower case; of other scripts.
_NAME, _WORD, _STRANGE = 0.25, 0.05, 0.004
_ENOUGH = 12  # words after which more of the same say nothing new
_SURE = 0.99
_ASKED = {"zh": "zh-cn", "nb": "no"}


def detect(text: str, candidates: Sequence[str], prior: str) -> tuple[str, float]:
    """``(language, confidence)`` of a turn: one of ``candidates`` (BCP 47), of which ``prior`` is the one the layout says.

    Deterministic. About 20,000 turns a second where the candidates differ in script.
    """
    langs = list(dict.fromkeys(candidates)) or [prior]
    counts = {script: n for script, pattern in _SCRIPTS.items() if (n := len(pattern.findall(text)))}
    lower, wide = len(_LOWER.findall(text)), len(_WIDE_MARK.findall(text))
    elsewhere = (1 - _PRIOR) / max(len(langs) - 1, 1)
    scores = {lang: math.log(_PRIOR if lang == prior else elsewhere) + _by_letters(counts, lower, wide, lang) for lang in langs}
    best, confidence = _most_likely(scores)
    rivals = [lang for lang in langs if scripts_of(lang) == scripts_of(best)]
    if len(rivals) > 1:
        words = WORD.findall(text.casefold())[:40]
        for lang in rivals:
            scores[lang] += _by_words(tuple(words), lang)
        best, confidence = _most_likely(scores)
        if confidence < _SURE and len(words) > 3:
            said = _langdetect(text, tuple(sorted(rivals)))
            scores = {lang: s + math.log(max(said.get(lang, 0.0), 0.02)) for lang, s in scores.items()}
            best, confidence = _most_likely(scores)
    return best, confidence


def language(document: Document, context: Context) -> Claims:
    """The flag `code_switched` on turns that are in another of the document's languages than their side is."""
    flags = []
    for lang in document.langs:
        for turn in document.turns(lang):
            found, confidence = detect(view(document, turn.pieces).text, document.langs, lang)
            if found != lang and confidence >= 0.9:
                flags.append(Flag(turn.start, "code_switched"))
    return Claims(flags=tuple(flags))


def scripts_of(lang: str) -> tuple[str, ...]:
    """Scripts a language is written in, by ISO 15924 codes (`Kana` for both Japanese syllabaries)."""
    return _OWN.get(lang.split("-")[0], ("Latn",))


def _by_letters(counts: dict[str, int], lower: int, wide: int, lang: str) -> float:
    """Log-likelihood of the scripts of a turn's words in one language; the first dozen words count in full."""
    own = scripts_of(lang)
    total = sum(counts.values())
    if not total:
        return 0.0
    score = 0.0
    for script, n in counts.items():
        if script in own:
            score += n * math.log(0.98)
        elif script == "Latn":
            score += (n - min(lower, n)) * math.log(_NAME) + min(lower, n) * math.log(_WORD)
        else:
            score += n * math.log(_STRANGE)
    if "Kana" in own and "Hani" in counts and "Kana" not in counts:
        score += counts["Hani"] * math.log(0.5)  # Japanese is hardly ever in Han alone
    at_home = {"Hani", "Kana"} & set(own)
    return min(total, _ENOUGH) / total * score + min(wide, 3) * math.log(0.9 if at_home else 0.1)


@lru_cache(maxsize=4096)
def _by_words(words: tuple[str, ...], lang: str) -> float:
    """Log-likelihood of words by their frequency in a language, tempered because words of a turn go together."""
    listed = frequencies(lang)
    return 0.5 * sum(math.log(max(listed.get(w, 0.0), 1e-7)) for w in words)


def _most_likely(scores: dict[str, float]) -> tuple[str, float]:
    top = max(scores.values())
    total = sum(math.exp(s - top) for s in scores.values())
    best = max(scores, key=lambda lang: scores[lang])
    return best, min(1 / total, 0.9999)


@cache
def _profiles() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)
    return factory


@lru_cache(maxsize=4096)
def _langdetect(text: str, langs: tuple[str, ...]) -> dict[str, float]:
    """What langdetect (Nakatani 2010) says, with all weight on the candidates; empty where it knows none of them."""
    names = {_ASKED.get(lang.split("-")[0], lang.split("-")[0]): lang for lang in langs}
    factory = _profiles()
    known = {name: 1.0 for name in names if name in factory.langlist}
    if len(known) < 2:
        return {}
    detector = factory.create()
    detector.set_prior_map(known)
    detector.append(text)
    try:
        return {names[x.lang]: x.prob for x in detector.get_probabilities() if x.lang in names}
    except LangDetectException:  # nothing in it to tell a language from
        return {}
