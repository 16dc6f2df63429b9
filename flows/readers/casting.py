"""Who speaks in a file: which of its possible labels are labels, by the evidence of the whole file.

A label comes back, or looks as those that come back look; it has speech after it; and it looks like somebody's name or part.
`Location:`, `问题 5：`, a heading or a song's title fail one of these, and dozens of `Student 7:` that occur once each do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.evidence import sounds
from flows.readers import names
from flows.readers.credits import Credit
from flows.readers.heads import Head, alone, head, without_title
from flows.readers.opening import credited, header, name_key, no_talk

_SPOKEN = re.compile(r"[.!?。！？…,，；;]|\w+\W+\w+\W+\w+\W+\w+|[\u3041-\u9fff]{4}")
_NAMED = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w'’.-]*\w")
_LISTED = re.compile(r"[-*+•]\s|\d{1,3}[.)]\s")
Group = tuple[str, str, bool, str, bool]


@dataclass(slots=True)
class Cast:
    """``labels``: the head of each line that is labelled, by its index; ``header``: lines of fields (`Date: ...`) on top;
    ``credits``: lines before the talk that say who takes part; ``changes``: lines without labels with which somebody else begins;
    ``recordings``: labels of something played, whose speech is nobody's of those present; ``silent``: lines set off like labels under
    which nobody speaks (breaks, headings); ``why``: the reason for each name."""

    labels: dict[int, Head] = field(default_factory=dict)
    header: dict[int, Head] = field(default_factory=dict)
    credits: dict[int, Credit] = field(default_factory=dict)
    changes: set[int] = field(default_factory=set)
    recordings: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)
    coverage: float = 0.0


def cast(texts: Sequence[str], rare: float = 0.04, alike: float = 0.3, told: frozenset[int] = frozenset()) -> Cast:
    """Labels among the heads of a file's lines (blank lines, headings and tags left out).

    ``rare`` is the share of lines from which a name and a colon that come back may be labels: captions name a speaker once in many lines.
    ``alike`` is the share of lines from which names set off alike are labels though none comes back; it is less where other signs
    say that this is a transcript. ``told`` are indexes of lines that are known to be labels.
    """
    heads = {i: h for i, t in enumerate(texts) if i not in told and (h := head(t)) and not _is_sound(h)}
    out = Cast(labels={i: h if (h := head(texts[i])) and h.alone else alone(texts[i]) for i in sorted(told)})
    like = {n: names.likeness(without_title(n)) for n in {h.name for h in heads.values()}}
    for i in no_talk(texts, heads, like):
        heads.pop(i)
    out.credits = credited(texts, heads, out.labels, like)
    out.header = header(texts, {i: h for i, h in heads.items() if i not in out.credits}, out.credits)
    talk = max((i for i, c in out.credits.items() if c.people), default=-1)
    titles = {i for i, h in heads.items() if i < talk and not names.role(h.name) and not names.anonymous(h.name)}
    for i in {*out.header, *out.credits, *titles} & heads.keys():  # nobody speaks before it is said who takes part
        heads.pop(i)
    counts = Counter(name_key(h) for h in [*heads.values(), *out.labels.values()])
    groups: dict[Group, list[int]] = defaultdict(list)
    for i, h in heads.items():
        groups[_group(h)].append(i)
    spoken = max(len(texts) - len(out.header) - len(out.credits), 1)
    taken = {g: _share(g, members, heads, counts, like, texts, spoken, rare, alike) for g, members in groups.items()}
    usual = {
        name_key(heads[i])
        for g, members in groups.items()
        if taken[g]
        for i in members
        if counts[name_key(heads[i])] > 1 and like[heads[i].name] >= 0.35
    }
    whole = sum(len(groups[g]) for g in groups if taken[g]) / spoken
    named: frozenset[str] | None = None
    for g, members in groups.items():
        for i in members:
            h = heads[i]
            if not taken[g]:
                if g[0] == "" and not g[1] and g[2] and name_key(h) in usual and counts[name_key(h)] > 2:
                    out.labels[i] = h  # the same name, once without its marks
                continue
            if _serves(h, like[h.name], counts[name_key(h)], g, whole, heads, i, usual) or _inside(h) in usual:
                out.labels[i] = h
            elif counts[name_key(h)] == 1 and like[h.name] >= 0.6 and not h.alone and not names.structural(h.name):
                named = _spoken_of(texts) if named is None else named
                if names.plain(h.name).split()[0] in named:
                    out.labels[i] = h
    _drop_empty(out, heads, texts)
    _drop_series(out)
    _find_recordings(out, {i: heads[i] for g in groups if taken[g] for i in groups[g]})
    _explain(out, {**heads, **out.labels}, counts)
    out.coverage = len(out.labels) / spoken
    return out


def _is_sound(h: Head) -> bool:
    """Whether a head is no name but what is heard: `[laughs] So ...`, `*sighs* No.`"""
    em, bracket, colon, _, _ = h.shape
    return bool((bracket or em) and not colon) and bool(sounds.names(h.name))


def _group(h: Head) -> Group:
    em, bracket, colon, place, chevron = h.shape
    return em, "bracket" if bracket else chevron, bool(colon), place, h.alone and not colon


def _share(
    g: Group,
    members: list[int],
    heads: dict[int, Head],
    counts: Counter[str],
    like: dict[str, float],
    texts: Sequence[str],
    spoken: int,
    rare: float,
    alike: float,
) -> float:
    """Whether a way of setting names off is this file's way of labelling: 0, or the share of its lines that are labelled so."""
    em, bracket, colon, place, alone = g
    n = len(members)
    liked = [i for i in members if like[heads[i].name] >= 0.6]
    back = [i for i in liked if counts[name_key(heads[i])] > 1]
    fresh = [i for i in liked if not _LISTED.match(texts[i])]
    coverage = n / spoken
    follow = [heads[i].alone or bool(_SPOKEN.search(texts[i], heads[i].end)) for i in members]
    speech = sum(follow) / n
    strong = (em and colon) or (place and (colon or alone or em or bracket)) or (bracket and (colon or em or place))
    if speech < 0.3:
        return 0.0
    if bracket == "chevron" and colon:
        return coverage if len(liked) >= 0.5 * n else 0.0
    if strong:
        if em and colon and coverage >= 0.5 and all(counts[name_key(heads[i])] > 1 and like[heads[i].name] >= 0.4 for i in members):
            return coverage  # names in lower case, and nothing but these
        return (
            coverage
            if len(liked) >= 0.4 * n and (len(back) >= 2 or (len(fresh) >= 2 and len(fresh) >= alike * spoken) or spoken <= 2)
            else 0.0
        )
    if em and alone or bracket:
        return coverage if len(back) >= 2 and len(back) >= 0.4 * n else 0.0
    if colon:
        every = len(liked) >= 0.7 * n and coverage >= 0.55 and n >= 2
        return coverage if every or (len(back) >= 2 and len(back) >= 0.25 * n and len(back) >= rare * spoken) else 0.0
    people = {name_key(heads[i]) for i in back}
    if alone:
        followed = sum(1 for i in back if i + 1 < len(texts) and (i + 1 not in heads or name_key(heads[i + 1]) not in people))
        fits = len(people) > 1 and len(back) >= 4 and followed >= 0.8 * len(back) and len(back) >= 0.15 * spoken
        return (
            coverage if fits and sum(len(texts[i + 1]) for i in back if i + 1 < len(texts)) > 2 * sum(len(texts[i]) for i in back) else 0.0
        )
    return coverage if len(people) > 1 and len(back) >= 0.8 * n and coverage >= 0.3 else 0.0


def _serves(h: Head, like: float, count: int, g: Group, whole: float, heads: dict[int, Head], at: int, usual: set[str]) -> bool:
    """Whether one head in an accepted group is a label."""
    em, bracket, colon, place, alone = g
    person = names.anonymous(h.name) or names.role(h.name)
    if count > 1:
        return (
            like >= 0.35
            or (like >= 0.15 and count >= 3 and not names.structural(h.name))
            or (names.structural(h.name) and count >= max(4, 0.1 * len(heads)))
        )
    if person:
        return True
    follows = heads.get(at + 1)
    if h.alone and follows is not None and name_key(follows) in usual:
        return False  # a heading: who speaks comes after it
    if (em or bracket or place) and colon or place and alone:
        return like >= 0.6
    if colon:
        return like >= (0.7 if whole >= 0.8 else 0.93)
    return False


def _inside(h: Head) -> str | None:
    """The name in brackets behind somebody's office: `The Minister (Ann Lee)`."""
    m = re.search(r"[(（]([^()（）]+)[)）]$", h.name)
    return names.key(m[1]) if m and not h.alone else None


def _spoken_of(texts: Sequence[str]) -> frozenset[str]:
    """Words with a capital in the middle of sentences: whom and what a file speaks of."""
    return frozenset(w for t in texts for w in _NAMED.findall(t))


def _drop_empty(out: Cast, heads: dict[int, Head], texts: Sequence[str]) -> None:
    """Names under which nothing is ever said: breaks, songs, headings."""
    filled: dict[str, bool] = defaultdict(bool)
    for i, h in out.labels.items():
        filled[name_key(h)] |= not h.alone or (i + 1 < len(texts) and i + 1 not in out.labels)
    for i in [i for i, h in out.labels.items() if not filled[name_key(h)]]:
        del out.labels[i]
    strong = {_group(h) for h in out.labels.values() if any(h.shape[:2]) or h.shape[3]}
    out.silent = {i for i, h in heads.items() if i not in out.labels and h.alone and _group(h) in strong}


def _drop_series(out: Cast) -> None:
    """`Question 1`, `Question 2` ...: a numbered series of which each member comes once or twice is no cast, unless they are people."""
    series: dict[str, Counter[str]] = defaultdict(Counter)
    for h in out.labels.values():
        told = names.numbered(h.name)
        if told and not names.role(told[0]) and not names.anonymous(h.name):
            series[told[0]][told[1]] += 1
    gone = {base for base, members in series.items() if len(members) > 1 and max(members.values()) <= 2 or names.structural(base)}
    for i in [i for i, h in out.labels.items() if (t := names.numbered(h.name)) and t[0] in gone]:
        del out.labels[i]


def _find_recordings(out: Cast, heads: dict[int, Head]) -> None:
    """`Podcast Ann Lee` beside `Ann Lee`: a recording that is played."""
    counts = Counter(name_key(h) for h in out.labels.values())
    for i, h in heads.items():
        k = name_key(h)
        words = k.split()
        owner = next(
            (o for n in range(1, len(words)) if (o := " ".join(words[n:])) in counts and names.structural(" ".join(words[:n]))), None
        )
        if owner and not h.alone and counts.get(k, 0) * 3 <= counts[owner]:
            out.labels[i] = h
            out.recordings.add(i)


def _explain(out: Cast, heads: dict[int, Head], counts: Counter[str]) -> None:
    taken = Counter(h.name for h in out.labels.values())
    for h in [*heads.values(), *out.header.values()]:
        if h.name in out.why:
            continue
        n = counts[name_key(h)]
        if h.name in taken:
            out.why[h.name] = f"label of {taken[h.name]} lines"
        elif any(h is x for x in out.header.values()):
            out.why[h.name] = "refused: a field on top of the file"
        elif any(h.shape[:4]):
            reason = (
                "heads a note, a field or a part"
                if names.structural(h.name)
                else "does not look like a name"
                if names.likeness(h.name) < 0.5
                else "occurs once, or nothing follows"
            )
            out.why[h.name] = f"refused: {reason} ({n} lines)"
    for i in out.recordings:
        out.why[out.labels[i].name] = "refused: a recording that is played"
