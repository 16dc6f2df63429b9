"""Which language each stretch of a file is in, from its letters, from its words, and from where it stands between the others.

The candidates come from the file itself: a language is one where a good part of the stretches is clearly in it. A stretch that
says little (a name, a number, one word) goes where the file's alternation puts it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from wordfreq import get_frequency_dict

from flows.evidence.script import script_of

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_MARK = re.compile("[，。？！、；：「」『』《》【】（）]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’-]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NON_LATIN = re.compile("[\u0370-\u1dbf\u2d00-\u2fff\u3041-\ufaff\uff66-\uffdc\U00010000-\U0003134f]")
_OTHERS = {
    "Cyrl": re.compile("[\u0400-\u052f]+"),
    "Arab": re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"),
    "Grek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"),
    "Hebr": re.compile("[\u05d0-\u05ea]+"),
    "Thai": re.compile("[\u0e01-\u0e4e]{1,4}"),
    "Deva": re.compile("[\u0900-\u097f]+"),
    "Beng": re.compile("[\u0980-\u09ff]+"),
    "Taml": re.compile("[\u0b80-\u0bff]+"),
    "Telu": re.compile("[\u0c00-\u0c7f]+"),
    "Geor": re.compile("[\u10a0-\u10ff]+"),
    "Armn": re.compile("[\u0531-\u058f]+"),
}
_OTHER = re.compile("[\u0370-\u10ff]")
# Languages told apart by their words, where the letters do not: the commonest first, which wins where nothing speaks against it.
_BY_WORDS = {
    "Latn": ("en", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "vi", "id", "sv", "da", "nb", "fi", "cs", "ro", "hu", "ca", "sk", "fil"),
    "Cyrl": ("ru", "uk", "bg", "mk"),
    "Arab": ("ar", "fa", "ur"),
}
_ONE = {
    "Grek": "el",
    "Hebr": "he",
    "Thai": "th",
    "Deva": "hi",
    "Beng": "bn",
    "Taml": "ta",
    "Telu": "te",
    "Geor": "ka",
    "Armn": "hy",
    "Hani": "zh",
    "Kana": "ja",
    "Hang": "ko",
}
_SCRIPT = {**{lang: s for s, langs in _BY_WORDS.items() for lang in langs}, **{lang: s for s, lang in _ONE.items()}}
_LIMIT, _RARE, _PLAIN = 8.0, math.log(1e-7), -9.0
_GOLDEN = (5**0.5 - 1) / 2


def sides(texts: Sequence[str], folded: Sequence[bool] = (), hint: str | None = None) -> list[str]:
    """The language (BCP 47) of each stretch, in reading order.

    ``folded`` says which stretches the file folds away: where those are in another language than the rest, the fold decides.
    ``hint`` is a language that the file, or who knows it, says is spoken: it stands where the words do not clearly say another.

    >>> sides(['大家好，欢迎。', 'Hello and welcome.', 'Claude', 'Claude'])
    ['zh', 'en', 'zh', 'en']
    >>> sides(['Hola a todos, ¿cómo estáis?', 'Hi everybody, how are you?', 'Muy bien, gracias.', 'Very well, thank you.'])
    ['es', 'en', 'es', 'en']
    """
    if not texts:
        return []
    counts = [letters(t) for t in texts]
    found = _candidates(texts, counts, (hint or "en").split("-")[0])
    if len(found) == 1:
        return found * len(texts)
    weights = [_weights(t, c, found) for t, c in zip(texts, counts)]
    if any(folded) and not all(folded):
        inside, outside = (_sum(w for w, f in zip(weights, folded) if f == side) for side in (True, False))
        if found[inside.index(max(inside))] != found[outside.index(max(outside))]:
            return [found[(inside if f else outside).index(max(inside if f else outside))] for f in folded]
    return [found[k] for k in _path(weights)]


def letters(text: str) -> dict[str, float]:
    """How much of each script a stretch holds, in units of about a word."""
    if text.isascii():
        return {"Latn": float(len(_LATIN.findall(text)))}
    out = {"Latn": float(len(_LATIN.findall(text)))}
    han = len(_HAN.findall(text))
    if han or _NON_LATIN.search(text):
        out["Hani"] = float(han)
        if _KANA.search(text):
            out["Kana"] = float(len(_KANA.findall(text)))
        if _HANGUL.search(text):
            out["Hang"] = float(len(_HANGUL.findall(text)))
        if _OTHER.search(text):
            for name, pattern in _OTHERS.items():
                seen = len(pattern.findall(text))
                if seen:
                    out[name] = float(seen)
    marks = len(_MARK.findall(text))
    if marks:
        out["mark"] = float(marks)
    return out


def _evidence(c: Mapping[str, float], script: str) -> float:
    get = c.get
    if script == "Hani":
        return 1.2 * get("Hani", 0) + 1.5 * get("mark", 0)
    if script == "Kana":
        return 1.2 * (get("Kana", 0) * 2 + get("Hani", 0)) + 1.5 * get("mark", 0)
    if script == "Hang":
        return 1.2 * get("Hang", 0) + 0.5 * get("Hani", 0)
    return get(script, 0) * (1.0 if script == "Latn" else 2.0)


def _dominant(c: Mapping[str, float]) -> str | None:
    """The script a stretch is clearly in, or None."""
    if len(c) == 1:
        return "Latn" if c["Latn"] >= 2 else None
    kana, han, hang = c.get("Kana", 0), c.get("Hani", 0), c.get("Hang", 0)
    east = "Hang" if hang > 0.2 * (hang + han + kana) and hang else "Kana" if kana >= 0.12 * (han + kana) and kana else "Hani"
    scores = {"Latn": _evidence(c, "Latn"), east: _evidence(c, east), **{s: _evidence(c, s) for s in _OTHERS if s in c}}
    best = max(scores, key=lambda s: scores[s])
    second = max((v for s, v in scores.items() if s != best), default=0.0)
    return best if scores[best] - second >= 2 else None


def _candidates(texts: Sequence[str], counts: Sequence[Mapping[str, float]], hint: str) -> list[str]:
    """Languages that a good part of the stretches is clearly in, the commonest first."""
    clear = [(k, s) for k, c in enumerate(counts) if (s := _dominant(c))]
    if not clear:
        clear = [
            (k, s) for k, c in enumerate(counts) if (s := max(("Latn", "Hani", "Kana", "Hang", *_OTHERS), key=lambda s: _evidence(c, s)))
        ]
    size = Counter()
    number = Counter(s for _, s in clear)
    for k, s in clear:
        size[s] += len(texts[k])
    total, everything = len(clear), sum(size.values())
    kept = [
        s
        for s, n in number.most_common()
        if n >= 0.08 * total and (n > 1 or total < 6) or (n >= 3 and n >= 0.03 * total and size[s] >= 0.15 * everything)
    ]
    kept = kept or [number.most_common(1)[0][0]]
    if "Kana" in kept and "Hani" in kept:  # Japanese has stretches without kana, but hardly long ones
        long = sum(1 for k, s in clear if s == "Hani" and counts[k]["Hani"] >= 6)
        kept = [s for s in kept if s != ("Hani" if long < 0.15 * (number["Kana"] + long) else None)]
    out: list[str] = []
    for s in kept:
        mine = [texts[k] for k, t in clear if t == s]
        out += _by_words(mine, _BY_WORDS[s], hint) if s in _BY_WORDS else _both_scripts(mine) if s == "Hani" else [_ONE[s]]
    return out


def _both_scripts(mine: Sequence[str]) -> list[str]:
    """Chinese: one side, or two where a file gives both scripts."""
    sample = [t[:120] for t in _spread(mine, 40)]
    seen = Counter(script_of(t, "Hans") for t in sample)
    if min(seen["Hans"], seen["Hant"]) < 2:
        return ["zh"]
    told = Counter(a for t in sample if (a := script_of(t, "Hans")) == script_of(t, "Hant"))
    if min(told["Hans"], told["Hant"]) >= max(2, 0.25 * (told["Hans"] + told["Hant"])):
        return [f"zh-{s}" for s, _ in told.most_common(2)]
    return ["zh"]


def _spread(texts: Sequence[str], most: int) -> list[str]:
    """Some of the texts, from all over; by the golden ratio, for with an even step every second language would be passed over."""
    n = len(texts)
    return [texts[k] for k in sorted({int(i * _GOLDEN % 1 * n) for i in range(most)})] if n > most else list(texts)


@cache
def _log_frequency(lang: str) -> dict[str, float]:
    return {w: math.log(f) for w, f in get_frequency_dict(lang, wordlist="small").items()}


def _fit(words: Sequence[str], lang: str) -> float:
    known = _log_frequency(lang)
    return sum(known.get(w, _RARE) for w in words)


def _words(text: str) -> list[str]:
    return [w.replace("’", "'") for w in _WORD.findall(text.casefold())]


def _by_words(mine: Sequence[str], langs: Sequence[str], hint: str) -> list[str]:
    """The language, or the two, that stretches of one script are in; a second one must fit its stretches far better than the first."""
    sample = [w[:16] for t in _spread(mine, 64) if len(w := _words(t[:300])) >= 4] or [
        [w for t in mine for w in _words(t[:200])][:200]
    ]
    usual = hint if hint in langs else langs[0]
    if not sample[0]:
        return [usual]
    votes = Counter()
    for w in sample:
        if _fit(w, usual) > _PLAIN * len(w):
            votes[usual] += 1
            continue
        fits = {lang: _fit(w, lang) for lang in langs}
        best = max(langs, key=lambda lang: fits[lang])
        votes[best if fits[best] - fits[usual] > (6.0 if hint == usual else 5.0) + 0.15 * len(w) else usual] += 1
    first = votes.most_common(1)[0][0]
    for second, n in votes.most_common()[1:]:
        far = sum(1 for w in sample if _fit(w, second) - _fit(w, first) > max(6.0, 1.2 * len(w)))
        if n >= 2 and far >= 0.25 * len(sample) or len(sample) < 6 and far >= 1:
            return [first, second]
    return [first]


def _weights(text: str, c: Mapping[str, float], langs: Sequence[str]) -> list[float]:
    """How well each candidate explains a stretch, as log odds against the best one (0 to minus the limit)."""
    raw = []
    same = {s: sum(_SCRIPT.get(lang, "Hani") == s for lang in langs) for s in _BY_WORDS}
    words = _words(text)[:60] if any(n > 1 for n in same.values()) else []
    for lang in langs:
        s = _SCRIPT.get(lang, "Hani")
        value = _evidence(c, s)
        if s == "Kana" and "zh" in langs:  # between Japanese and Chinese only kana speak for the one, their absence for the other
            value = 1.2 * (c.get("Kana", 0) * 3 + 0.8 * c.get("Hani", 0)) + 1.5 * c.get("mark", 0)
        if lang == "zh" and "ja" in langs:
            value += 2.0 * _not_japanese(text)
        if words and same.get(s, 0) > 1:
            value += _fit(words, lang) - max(_fit(words, other) for other in langs if _SCRIPT.get(other) == s)
        if lang in ("zh-Hans", "zh-Hant") and script_of(text, "Hans") == script_of(text, "Hant") == lang[3:]:
            value += 4.0
        raw.append(value)
    best = max(raw)
    return [max(v - best, -_LIMIT) for v in raw]


def _not_japanese(text: str) -> int:
    """Chinese characters that Japan's character set does not have."""
    return sum(1 for c in _HAN.findall(text[:200]) if not c.encode("shift_jis", "ignore"))


def _sum(rows) -> list[float]:
    return [sum(column) for column in zip(*rows)]


def _path(weights: Sequence[Sequence[float]]) -> list[int]:
    """The most probable sequence of languages: a chain whose chance of a switch is learned from the clear stretches."""
    n = len(weights[0])
    clear = [max(range(n), key=lambda k: row[k]) for row in weights if sorted(row)[-2] <= -2]
    switches = sum(a != b for a, b in zip(clear, clear[1:]))
    chance = (switches + 1) / (max(len(clear) - 1, 0) + 2)
    stay, go = math.log(1 - chance), math.log(chance / (n - 1))
    best, back = list(weights[0]), []
    for row in weights[1:]:
        came = [max(range(n), key=lambda j: best[j] + (stay if j == k else go)) for k in range(n)]
        best = [best[came[k]] + (stay if came[k] == k else go) + row[k] for k in range(n)]
        back.append(came)
    state = max(range(n), key=lambda k: best[k])
    out = [state]
    for came in reversed(back):
        state = came[state]
        out.append(state)
    return out[::-1]
