"""Which printed labels are one person, and how that person is properly called.

Metadata spells names better than labels do; labels that differ by a typo, a missing surname or the language they are
written in are one person, unless they speak to each other. Every decision carries its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flows.document.model import Metadata, Piece
from flows.readers.halves import matched
from flows.readers.heads import without_title
from flows.readers.names import anonymous, key, numbered, plain, plays, role
from flows.readers.people import is_name
from flows.readers.selves import introduced as introductions
from flows.readers.spelling import Speech, part, sounds_like, typo, written

_NAME_WORD = r"[A-Z\u00c0-\u00de][\w'’.-]*"
_FULL_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|van|von|de|der|den|la|el|bin|al))*")
_ASKS = frozenset("q question 问 問 frage pregunta f вопрос".split())
_ANSWERS = frozenset("a answer 答 antwort respuesta ответ r".split())
_QUESTION = re.compile(r"[QMF]")  # question, male, female; an `A` that answers a `Q` is told by `canonical`
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PRINTED = "as printed"


def canonical_of(pieces: Sequence[Piece], metadata: Metadata, text: str = "") -> dict[str, tuple[str, str]]:
    """`canonical` with all the evidence that a reading holds: how often labels occur, which translate each other, who answers whom,
    who introduces themselves.
    """
    turns = [p for p in pieces if p.opens and p.label]
    counts = Counter(p.label for p in turns)
    adjacent = Counter((a.label, b.label) for side in _sides(turns) for a, b in zip(side, side[1:]) if a.label != b.label)
    return canonical(
        counts or Counter(p.label for p in pieces if p.label),
        metadata,
        _together(turns) + _halves(turns, pieces),
        adjacent,
        introductions(pieces, text),
        Speech(text, [(p.start, p.end) for p in pieces]),
    )


def canonical(
    labels: Iterable[str] | Mapping[str, int],
    metadata: Metadata,
    together: Mapping[tuple[str, str], int] | None = None,
    adjacent: Mapping[tuple[str, str], int] | None = None,
    introduced: Mapping[str, str] | None = None,
    speech: Speech | None = None,
) -> dict[str, tuple[str, str]]:
    """For each printed label, ``(name, reason)``: the proper name of who speaks under it and why.

    labels       the labels, or how often each occurs.
    together     how often two labels stand over the two sides of one stretch (they translate each other).
    adjacent     how often one label's turn follows another's (then they are two people).
    introduced   names that people under anonymous labels give themselves.
    speech       what is said, which spells names, too.

    The metadata's people come first, then names that its show, author and title spell out, then the file's other labels.
    """
    counts = dict(labels) if isinstance(labels, Mapping) else {label: 1 for label in labels}
    adjacent = adjacent or {}
    out: dict[str, tuple[str, str]] = {}
    for label in counts:
        out[label] = _from_metadata(label, metadata) or _introduction(label, introduced or {}, counts) or (_tidy(label), _PRINTED)
    out.update(_asked(out, metadata) or _left_over(out, metadata))
    if any(key(label) == "q" for label in counts):
        out.update({label: (plain(label), _PRINTED) for label in counts if key(label) == "a" and out[label][1] == _PRINTED})
    _respell(out, metadata, speech or Speech())
    ranked = sorted((label for label in counts if out[label][1] == _PRINTED and not anonymous(label)), key=lambda x: (-counts[x], x))
    for i, label in enumerate(ranked):
        joined = _joined(label, ranked[:i], counts, adjacent)
        if joined:
            other, reason = joined
            name, longer = out[other][0], _tidy(label)
            office = is_name(name) and not is_name(longer)  # `The Minister (Ann Lee)`
            if part(name, longer) or reason.endswith("says so") and len(longer) > len(name) and not office:
                name = longer
                out.update({k: (longer, reason.replace(repr(other), repr(label))) for k, v in out.items() if v[0] == out[other][0]})
            out[label] = (name, reason)
    for a, b in _translations(counts, together or {}):
        _unite(a, b, out, metadata)
    proper = {name: written(name, speech or Speech()) for name, _ in out.values()}
    return {k: (proper[name], "printed in capitals" if why == _PRINTED and proper[name] != name else why) for k, (name, why) in out.items()}


def _tidy(label: str) -> str:
    bare = plain(label)
    inner = without_title(bare)
    if re.fullmatch(r"\d{1,3}|[A-Z]", bare) and not _QUESTION.fullmatch(bare):
        return f"Speaker {bare}"
    return (inner if inner != bare and not re.search(r"\d/\d", bare) else bare) or label


# --- evidence from the reading


def _sides(turns: Sequence[Piece]) -> list[list[Piece]]:
    sides: dict[str, list[Piece]] = {}
    for p in turns:
        sides.setdefault(p.lang, []).append(p)
    return list(sides.values())


def _together(turns: Sequence[Piece]) -> Counter[tuple[str, str]]:
    """Labels over the two sides of one layout unit, where both sides have as many turns."""
    groups: dict[int, dict[str, list[str]]] = {}
    for p in turns:
        if p.group is not None:
            groups.setdefault(p.group, {}).setdefault(p.lang, []).append(p.label or "")
    found: Counter[tuple[str, str]] = Counter()
    for sides in groups.values():
        lists = list(sides.values())
        if len(lists) == 2 and len(lists[0]) == len(lists[1]):
            found.update((a, b) for a, b in zip(*lists) if a != b)
    return found


def _halves(turns: Sequence[Piece], pieces: Sequence[Piece]) -> Counter[tuple[str, str]]:
    """Labels that mean the same where all of one language stands before all of the other."""
    sides = _sides(turns)
    if len(sides) != 2 or max(p.start for p in sides[0]) > min(p.start for p in sides[1]):
        return Counter()
    sizes: Counter[tuple[str, int]] = Counter()
    began: dict[str, int] = {}
    for p in pieces:
        began[p.lang] = p.start if p.opens else began.get(p.lang, p.start)
        sizes[p.lang, began[p.lang]] += p.end - p.start
    first, second = ([(p.label or "", sizes[p.lang, p.start]) for p in side] for side in sides)
    return Counter(matched(first, second))


def _introduction(label: str, introduced: Mapping[str, str], counts: Mapping[str, int]) -> tuple[str, str] | None:
    name = introduced.get(label)
    if not name or sum(n == name for n in introduced.values()) > 1 or any(key(other) == key(name) for other in counts):
        return None
    return name, f"under this label somebody says: I am {name}"


# --- metadata


def _from_metadata(label: str, metadata: Metadata) -> tuple[str, str] | None:
    mine = plain(label)
    people = metadata.people
    kind = None if numbered(mine) else plays(mine)
    meant = [p for p in people if p.role == kind] if kind in ("host", "guest") else []
    if len(meant) == 1:
        return meant[0].name, f"the only {kind} that the metadata lists"
    if not mine or anonymous(label):
        return None
    bare = without_title(mine)
    for person in people:
        if {key(mine), key(bare)} & {key(person.name), *map(key, person.aliases)}:
            return person.name, "the metadata lists this name"
    close = [p.name for p in people if typo(bare, p.name)] or [p.name for p in people if part(bare, p.name)]
    if len(set(close)) == 1:
        return close[0], f"the metadata lists {close[0]!r}"
    spelt = _spelt(metadata)
    if any(key(bare) == key(n) for n in spelt):
        return None
    near = [n for n in spelt if typo(bare, n)]
    if len(set(map(key, near))) == 1:
        return near[0], f"the file's front matter spells {near[0]!r}"
    return None


def _asked(out: Mapping[str, tuple[str, str]], metadata: Metadata) -> dict[str, tuple[str, str]]:
    """Whose the questions and the answers are (`Q`, `A`), where the metadata lists one host and one guest."""
    asks, answers = ([label for label in out if key(label) in words] for words in (_ASKS, _ANSWERS))
    hosts, guests = ([p.name for p in metadata.people if p.role == role] for role in ("host", "guest"))
    if not (asks and answers and len(hosts) == len(guests) == 1):
        return {}
    return {label: (hosts[0], "the only host that the metadata lists asks") for label in asks} | {
        label: (guests[0], "the only guest that the metadata lists answers") for label in answers
    }


def _left_over(out: Mapping[str, tuple[str, str]], metadata: Metadata) -> dict[str, tuple[str, str]]:
    """Whose the last label is, where all are ids, there are as many people, and who the others are is known."""
    names = [p.name for p in metadata.people]
    free = [label for label, (_, why) in out.items() if why == _PRINTED]
    left = [n for n in names if all(key(n) != key(name) for name, _ in out.values())]
    if len(out) < 2 or len(out) != len(names) or len(free) != 1 or len(left) != 1 or not all(map(anonymous, out)):
        return {}
    return {free[0]: (left[0], "the only one of the people listed who has no other label")}


def _respell(out: dict[str, tuple[str, str]], metadata: Metadata, speech: Speech) -> None:
    """A label whose name sounds as one that the front matter spells, and that no other label means, is that one, unless more speech
    spells it as the label does.
    """
    told = dict.fromkeys([*(p.name for p in metadata.people), *_spelt(metadata)])
    taken = {key(name) for name, _ in out.values()}
    for label, (name, reason) in list(out.items()):
        if reason != _PRINTED or anonymous(label) or role(label):
            continue
        near = [t for t in told if key(t) not in taken and sounds_like(name, t)]
        if len({key(t) for t in near}) != 1:
            continue
        mine, theirs = next((a, b) for a, b in zip(name.split(), near[0].split()) if key(a) != key(b))
        heard = speech.count(theirs)
        if heard >= speech.count(mine):
            said = f", and speech does {heard} times" if heard else ""
            out[label] = near[0], f"the file's front matter spells {near[0]!r}, which sounds the same{said}"


def _spelt(metadata: Metadata) -> list[str]:
    """Names of two words or more that the show, the author, the title or a list of people hold."""
    held = [
        metadata.show,
        metadata.title,
        *(metadata.extra.get(k) for k in ("author", "speaker", "show", "podcast", "channel", "title", "summary", "guest", "host")),
    ]
    listed = metadata.extra.get("people")
    held += listed if isinstance(listed, list) else []
    out: dict[str, None] = {}
    for text in held:
        for m in _FULL_NAME.finditer(text.replace("*", "") if isinstance(text, str) else ""):
            words = m[0].split(" ")
            for size in (2, 3):
                for at in range(len(words) - size + 1):
                    out[" ".join(words[at : at + size])] = None
    return list(out)


# --- labels among themselves


def _joined(
    label: str, others: Sequence[str], counts: Mapping[str, int], adjacent: Mapping[tuple[str, str], int]
) -> tuple[str, str] | None:
    bare = without_title(plain(label))

    def answers(other: str) -> bool:
        return adjacent.get((label, other), 0) + adjacent.get((other, label), 0) > 0.25 * min(counts[label], counts[other])

    for other in others:
        theirs = without_title(plain(other))
        if key(bare) == key(theirs):
            return other, f"another spelling of the label {other!r}, which occurs {counts[other]} times"
    near = [
        o
        for o in others
        if typo(bare, without_title(plain(o))) and counts[o] > 3 * counts[label] and not (counts[label] > 2 and answers(o))
    ]
    if near:
        return near[0], f"a slip of the label {near[0]!r}, which occurs {counts[near[0]]} times"
    for o in others:
        for long, short in ((plain(o), bare), (plain(label), plain(o))):
            inner = re.search(r"[(（]([^()（）]+)[)）]$", long)
            if inner and key(inner[1]) == key(short):
                return o, f"the label {long!r} says so"
    whole = [o for o in others if (part(bare, without_title(plain(o))) or part(without_title(plain(o)), bare)) and not answers(o)]
    if len(whole) == 1:
        return whole[0], f"a part of the label {whole[0]!r}, or the whole of it"
    return None


def _translations(counts: Mapping[str, int], together: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Labels that stand over the same stretches of the two sides, nearly always, and over hardly any other."""
    sums: Counter[str] = Counter()
    for (a, b), n in together.items():
        sums[a] += n
        sums[b] += n
    pairs = [
        (a, b) for (a, b), n in together.items() if n >= 0.7 * max(sums[a], sums[b]) and n >= 0.5 * min(counts.get(a, 0), counts.get(b, 0))
    ]
    return sorted(pairs)


def _unite(a: str, b: str, out: dict[str, tuple[str, str]], metadata: Metadata) -> None:
    def rank(label: str) -> tuple[bool, bool, bool]:
        known = out[label][1] != _PRINTED
        spoken = bool(_LATIN.search(label)) != (metadata.source_lang or "en").startswith(("zh", "ja", "ko"))
        return known, not role(label) and not anonymous(label), spoken

    best, other = sorted((a, b), key=rank, reverse=True)
    if key(out[best][0]) != key(out[other][0]):
        out[other] = (out[best][0], f"stands where the other side has {best!r}")
