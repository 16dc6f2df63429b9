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
    _set_top_apart(out, texts, heads, like)
    page = _page(out, texts, heads, like)
    taken = {g: members for g, members in page.groups.items() if _is_way(g, members, page, rare, alike)}
    _take(out, page, taken)
    _drop_empty(out, heads, texts)
    _drop_series(out)
    _find_recordings(out, {i: heads[i] for members in taken.values() for i in members})
    _explain(out, {**heads, **out.labels}, page.counts)
    out.coverage = len(out.labels) / page.spoken
    return out


@dataclass(frozen=True, slots=True)
class _Page:
    """What a file's possible labels have in common.

    heads   the head of each line that may be labelled, by its index in ``texts``.
    like    how much each name looks like a speaker's.
    counts  how often each name, as it is compared, heads a line.
    groups  the lines by the way in which their heads are set off.
    spoken  how many lines may be speech.
    """

    texts: Sequence[str]
    heads: dict[int, Head]
    like: dict[str, float]
    counts: Counter[str]
    groups: dict[Group, list[int]]
    spoken: int

    def count(self, i: int) -> int:
        return self.counts[name_key(self.heads[i])]

    def looks(self, i: int) -> float:
        return self.like[self.heads[i].name]


def _set_top_apart(out: Cast, texts: Sequence[str], heads: dict[int, Head], like: dict[str, float]) -> None:
    """Take from ``heads`` what is no label but a title, a field or a credit, and keep the last two in ``out``."""
    for i in no_talk(texts, heads, like):
        heads.pop(i)
    out.credits = credited(texts, heads, out.labels, like)
    out.header = header(texts, {i: h for i, h in heads.items() if i not in out.credits}, out.credits)
    talk = max((i for i, c in out.credits.items() if c.people), default=-1)
    titles = {i for i, h in heads.items() if i < talk and not names.role(h.name) and not names.anonymous(h.name)}
    for i in {*out.header, *out.credits, *titles} & heads.keys():  # nobody speaks before it is said who takes part
        heads.pop(i)


def _page(out: Cast, texts: Sequence[str], heads: dict[int, Head], like: dict[str, float]) -> _Page:
    groups: dict[Group, list[int]] = defaultdict(list)
    for i, h in heads.items():
        groups[_group(h)].append(i)
    counts = Counter(name_key(h) for h in [*heads.values(), *out.labels.values()])
    return _Page(texts, heads, like, counts, groups, max(len(texts) - len(out.header) - len(out.credits), 1))


def _take(out: Cast, page: _Page, taken: dict[Group, list[int]]) -> None:
    """Labels among the heads that are set off in the ways ``taken``, and names of those that once stand without their marks."""
    usual = {name_key(page.heads[i]) for members in taken.values() for i in members if page.count(i) > 1 and page.looks(i) >= 0.35}
    whole = sum(map(len, taken.values())) / page.spoken
    named: frozenset[str] | None = None
    for g, members in page.groups.items():
        for i in members:
            h = page.heads[i]
            if g not in taken:
                if g[0] == "" and not g[1] and g[2] and name_key(h) in usual and page.count(i) > 2:
                    out.labels[i] = h  # the same name, once without its marks
            elif _serves(i, g, page, whole, usual) or _inside(h) in usual:
                out.labels[i] = h
            elif page.count(i) == 1 and page.looks(i) >= 0.6 and not h.alone and not names.structural(h.name):
                named = _spoken_of(page.texts) if named is None else named
                if names.plain(h.name).split()[0] in named:
                    out.labels[i] = h


def _is_sound(h: Head) -> bool:
    """Whether a head is no name but what is heard: `[laughs] So ...`, `*sighs* No.`"""
    em, bracket, colon, _, _ = h.shape
    return bool((bracket or em) and not colon) and bool(sounds.names(h.name))


def _group(h: Head) -> Group:
    em, bracket, colon, place, chevron = h.shape
    return em, "bracket" if bracket else chevron, bool(colon), place, h.alone and not colon


def _is_way(g: Group, members: list[int], page: _Page, rare: float, alike: float) -> bool:
    """Whether a way of setting names off is this file's way of labelling."""
    em, bracket, colon, place, alone = g
    n = len(members)
    liked = [i for i in members if page.looks(i) >= 0.6]
    back = [i for i in liked if page.count(i) > 1]
    coverage = n / page.spoken
    follow = [page.heads[i].alone or bool(_SPOKEN.search(page.texts[i], page.heads[i].end)) for i in members]
    if sum(follow) / n < 0.3:
        return False
    if bracket == "chevron" and colon:
        return len(liked) >= 0.5 * n
    if (em and colon) or (place and (colon or alone or em or bracket)) or (bracket and (colon or em or place)):
        if em and colon and coverage >= 0.5 and all(page.count(i) > 1 and page.looks(i) >= 0.4 for i in members):
            return True  # names in lower case, and nothing but these
        fresh = sum(not _LISTED.match(page.texts[i]) for i in liked)
        return len(liked) >= 0.4 * n and (len(back) >= 2 or fresh >= max(2, alike * page.spoken) or page.spoken <= 2)
    if em and alone or bracket:
        return len(back) >= max(2, 0.4 * n)
    if colon:
        every = len(liked) >= 0.7 * n and coverage >= 0.55 and n >= 2
        return every or len(back) >= max(2, 0.25 * n, rare * page.spoken)
    if alone:
        return _stand_over_speech(back, page)
    return len({name_key(page.heads[i]) for i in back}) > 1 and len(back) >= 0.8 * n and coverage >= 0.3


def _stand_over_speech(back: list[int], page: _Page) -> bool:
    """Whether names on lines of their own, without any mark, come back with more to say under them than they are long."""
    people = {name_key(page.heads[i]) for i in back}
    below = [i + 1 for i in back if i + 1 < len(page.texts)]
    followed = sum(i not in page.heads or name_key(page.heads[i]) not in people for i in below)
    fits = len(people) > 1 and len(back) >= 4 and followed >= 0.8 * len(back) and len(back) >= 0.15 * page.spoken
    return fits and sum(len(page.texts[i]) for i in below) > 2 * sum(len(page.texts[i]) for i in back)


def _serves(at: int, g: Group, page: _Page, whole: float, usual: set[str]) -> bool:
    """Whether one head in an accepted group is a label; ``whole`` is the share of lines in such groups, ``usual`` the names there."""
    em, bracket, colon, place, alone = g
    h, like, count = page.heads[at], page.looks(at), page.count(at)
    if count > 1:
        return (
            like >= 0.35
            or (like >= 0.15 and count >= 3 and not names.structural(h.name))
            or (names.structural(h.name) and count >= max(4, 0.1 * len(page.heads)))
        )
    if names.anonymous(h.name) or names.role(h.name):
        return True
    follows = page.heads.get(at + 1)
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
