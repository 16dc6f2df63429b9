"""The sides of a page, the units in which they translate each other, and who says what on each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from flows.document.model import Block, BlockKind
from flows.readers import furniture, languages
from flows.readers.stretches import Stretch


def set_sides(stretches: Sequence[Stretch], hint: str | None) -> None:
    """Set the language of each stretch; a label alone has that of what it stands over."""
    full = [s for s in stretches if s.text]
    for s, lang in zip(full, languages.sides([s.text for s in full], [bool(s.fold) for s in full], hint)):
        s.lang = lang
    follow = full[-1].lang if full else "und"
    for s in reversed(stretches):
        follow = s.lang = s.lang or follow


def set_groups(stretches: Sequence[Stretch]) -> None:
    """Number the layout units: a run of one language and the run of the other that follows it."""
    group, last, seen = 0, None, set()
    for s in stretches:
        if s.lang != last and s.lang in seen:
            group, seen = group + 1, set()
        last = s.lang
        seen.add(last)
        s.group = group


def without_echoes(stretches: Sequence[Stretch]) -> list[Block]:
    """Empty what says nothing of its own, a copy of the folded original in its own language and a placeholder; blocks for these."""
    gone: dict[int, BlockKind] = {}
    inside = {s.lang for s in stretches if s.fold}
    outside = {s.lang for s in stretches if not s.fold}
    if inside and inside == outside and len(inside) == 1:
        folded = {s.fold for s in stretches if s.fold}
        upcoming = [s.fold for s in stretches]
        follow = 0
        for k in range(len(stretches) - 1, -1, -1):
            follow = upcoming[k] or follow
            if not stretches[k].fold and follow in folded and stretches[k].text:
                gone[k] = BlockKind.DUPLICATE
    counts = Counter(s.text for s in stretches if s.text)
    for k, s in enumerate(stretches):
        if s.text and furniture.PLACEHOLDER.match(s.text):
            gone[k] = BlockKind.BOILERPLATE
        elif (
            counts[s.text] >= 3
            and re.search(r"翻译|译文|translation", s.text, re.I)
            and re.search(r"(?:\.{3}|…)[\W_]*$", s.text)
            and len(s.text) < 40
        ):
            gone[k] = BlockKind.BOILERPLATE
    blocks = [Block(stretches[k].start, stretches[k].end, kind, stretches[k].lang) for k, kind in gone.items()]
    for k in gone:
        stretches[k].end, stretches[k].text = stretches[k].start, ""
    return blocks


def set_labels(stretches: list[Stretch]) -> None:
    """Give every stretch its speaker: the label over it, the one it continues, or, on a side without labels, the one its translation has.

    Stretches without text (labels alone, what was taken out) fall away here, when they have passed their label on.
    """
    owned = Counter(s.lang for s in stretches if s.own)
    current: str | None = None
    at = 0
    kept: list[Stretch] = []
    while at < len(stretches):
        end = at
        while end < len(stretches) and stretches[end].group == stretches[at].group:
            end += 1
        group = stretches[at:end]
        langs = list(dict.fromkeys(s.lang for s in group if s.text)) or [group[0].lang]
        first = max(langs, key=lambda lang: (owned[lang], -langs.index(lang)))
        starts: list[tuple[str | None, float | None, bool]] = []
        for s in group:
            if s.lang != first and s.text:
                continue
            if s.own:
                current = s.label
            elif s.change:
                current = None
            s.label = current
            if s.own or s.change or not starts:
                starts.append((current, s.time, s.change))
        _echo([s for s in group if s.lang != first and s.text], starts)
        kept += _filled(group)
        at = end
    stretches[:] = kept


def _echo(other: Sequence[Stretch], starts: Sequence[tuple[str | None, float | None, bool]]) -> None:
    """Labels of a unit's second side: its own where it prints them, else those of the first side, in order of its changes of speaker."""
    own = any(s.own for s in other)
    k, label = 0, starts[0][0] if starts else None
    for n, s in enumerate(other):
        if s.own:
            label = s.label
        elif s.change and n and not own:
            k += 1
            label = starts[k][0] if k < len(starts) else None
        elif s.change and own:
            label = None
        if n == 0 and s.time is None and starts:
            s.time = starts[0][1]
        s.label = label
        if not s.own and (s.change or n == 0):
            s.change = label is None and (s.change or (n == 0 and bool(starts) and starts[0][2]))


def _filled(group: Sequence[Stretch]) -> list[Stretch]:
    """The stretches that hold text; what a label alone passes on is its mark and its time."""
    out: list[Stretch] = []
    pending: Stretch | None = None
    for s in group:
        if not s.text:
            pending = s
            continue
        if pending is not None and s.label == pending.label:
            s.own, s.change, s.time = True, s.change or pending.change, s.time if s.time is not None else pending.time
            pending = None
        out.append(s)
    return out
