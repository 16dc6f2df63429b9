"""Reader of captions: from cues that follow the clock to turns that follow the speakers."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.document.model import Block, BlockKind, Metadata, Piece
from flows.readers import cues as cue_files
from flows.readers import languages, mixed, names, substation
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.caption_text import SPACE, edits, plain, trimmed
from flows.readers.casting import cast
from flows.readers.cues import Cue
from flows.readers.frontmatter import split
from flows.readers.signs import arrows, is_cues, is_json, is_substation, is_timed_xml
from flows.readers.tiling import opened, tile

name = "captions"

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>", re.I)
_CHEVRON = re.compile(r"(?:(?:>|&gt;|＞|》){2,3}|»)[ \t]*")
_DASH = re.compile(r"[-–—‐][ \t\u00a0]*(?=[^\s\d-])")
_EVENT = re.compile(r"[\W_]*[\[(（【][^\[\]()（）【】]{1,60}[\])）】][\W_]*$|[\W_]*[♪♫].*$")
_CLOCKS = re.compile(r"(?:^|[\r\n])[^\S\r\n]*[(\[]?\d+:\d")
_PAUSE = 4.0  # seconds of silence after which, where nothing tells speakers apart, another turn is begun


@dataclass(slots=True)
class _Line:
    """A line of text of a cue on its way to a piece."""

    cue: int
    start: int
    end: int
    shown: str
    first: bool
    last: bool
    label: str | None = None
    change: bool = False
    kind: BlockKind | None = None
    marks: tuple[Block, ...] = ()


def recognise(text: str, path: str) -> Recognition:
    """Sure by the cues' times; less so where times stand alone on lines, as on a video's page."""
    if is_timed_xml(text):
        return Recognition(0.97, "it is timed text in XML")
    if is_substation(text):
        return Recognition(0.97, "it is SubStation Alpha")
    if is_json(text):
        return Recognition(0.0, "it is JSON")
    if is_cues(text):
        return Recognition(
            0.97,
            "it is WebVTT" if text.lstrip("\ufeff \n\r").startswith("WEBVTT") else f"{arrows(text)} lines of cue times near its beginning",
        )
    if len(_CLOCKS.findall(text[:200_000])) < 3:
        return Recognition(0.0, "no cue times")
    fence = re.match(r"\ufeff?\s*---[ \t\u00a0]*[\r\n].*?[\r\n]---[ \t\u00a0]*(?=[\r\n])", text[:50_000], re.S)
    cues, _, loose = cue_files.stamped_lines(text[:200_000], fence.end() if fence else 0)
    full = sum(bool(c.lines) for c in cues)
    if full < 3 or loose > 0.5 * full:
        return Recognition(0.0, "no cue times")
    running = sum(a.start <= b.start for a, b in zip(cues, cues[1:])) / max(len(cues) - 1, 1)
    words = sum(len(text[a:b].split()) > 1 for _, (a, b) in cue_files.shown(cues)) / full
    return Recognition(0.62 if running > 0.95 and words > 0.2 else 0.0, f"{full} lines of text under times that run on")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks, pieces and edits (tags and entities inside pieces). Raises Unreadable where the captions break off or hold no text."""
    meta = Metadata()
    if is_timed_xml(text):
        found, marks = cue_files.xml(text, path)
    elif is_substation(text):
        found, marks = substation.cues(text, path)
    elif is_cues(text):
        found, marks = cue_files.web_or_srt(text, path)
    else:
        begin, meta = split(text, path)
        found, marks, _ = cue_files.stamped_lines(text, begin)
        marks += [Block(0, begin, BlockKind.FRONT_MATTER)] if begin else []
    rows = _rows(text, found)
    _collapse(rows)
    _voices(text, rows)
    _labels(text, rows)
    rows = _in_languages(text, rows)
    _events(rows)
    blocks = marks + [b for r in rows for b in r.marks] + [Block(r.start, r.end, r.kind) for r in rows if r.kind]
    said = [r for r in rows if r.kind is None and r.start < r.end]
    if not said:
        raise Unreadable(path, "the captions hold no speech.", "Look whether they were cut off.", 1)
    pieces = _pieces(said, found, _said_language(text) or known.source_lang)
    made = tuple(e for p in pieces for e in edits(text, p.start, p.end))
    labels = {label: f"named in {n} cues" for label, n in Counter(r.label for r in said if r.label).items()}
    return Reading(tile(text, pieces, blocks), pieces, meta, labels, edits=made)


def _said_language(text: str) -> str | None:
    """The language that the file says it is in: WebVTT's header, TTML's xml:lang."""
    m = re.search(r"^Language:[ \t]*([A-Za-z]{2})\b|xml:lang=[\"']([A-Za-z]{2})\b", text[:2000], re.M)
    return (m[1] or m[2]).lower() if m else None


def _rows(text: str, found: Sequence[Cue]) -> list[_Line]:
    """Lines of text, without white space and tags at their ends; lines of nothing else are left out."""
    out = []
    for k, c in enumerate(found):
        for n, (a, b) in enumerate(c.lines):
            start, end = trimmed(text, a, b)
            if start < end:
                out.append(_Line(k, start, end, plain(text[start:end]), n == 0, n == len(c.lines) - 1, c.speaker))
    return out


def _collapse(rows: list[_Line]) -> None:
    """Rolling captions show a line again above the next one, and growing ones show it again with a word more: mark what was shown before.

    Only where the file does so throughout; elsewhere a line that comes twice was said twice.
    """
    cues: list[list[_Line]] = []
    for r in rows:
        if not cues or cues[-1][0].cue != r.cue:
            cues.append([])
        cues[-1].append(r)
    overlaps = [_overlap(a, b) for a, b in zip(cues, cues[1:])]
    if sum(k > 0 for k in overlaps) >= max(2, 0.3 * len(overlaps)):
        for k, after in zip(overlaps, cues[1:]):
            for r in after[:k]:
                r.kind = BlockKind.DUPLICATE
        return
    grows = [
        len(a) == len(b) == 1
        and b[0].shown.startswith(a[0].shown + ("" if not a[0].shown.isascii() else " "))
        and len(b[0].shown) > len(a[0].shown)
        for a, b in zip(cues, cues[1:])
    ]
    if sum(grows) >= max(2, 0.3 * len(grows)):
        for more, before in zip(grows, cues):
            if more:
                before[0].kind = BlockKind.DUPLICATE


def _overlap(before: Sequence[_Line], after: Sequence[_Line]) -> int:
    """How many of the last lines of one cue are the first of the next."""
    for k in range(min(len(before), len(after)), 0, -1):
        if [r.shown for r in before[-k:]] == [r.shown for r in after[:k]]:
            return k
    return 0


def _voices(text: str, rows: list[_Line]) -> None:
    """`<v Name>`, chevrons and dashes: who speaks, or that somebody else does."""
    dashes = [r for r in rows if r.kind is None and _DASH.match(r.shown)]
    dashed = 2 <= len(dashes) <= 0.9 * len(rows)
    for r in rows:
        if r.kind is not None:
            continue
        line = text.rfind("\n", 0, r.start) + 1
        line = max(line, text.rfind("\r", 0, r.start) + 1)
        voice = _VOICE.search(text, line, r.start)
        if voice:
            r.label = html.unescape(voice[1]).strip()
            r.marks += (Block(voice.start(1), voice.end(1), BlockKind.SPEAKER_LABEL),)
        m = _CHEVRON.match(text, r.start, r.end) or (_DASH.match(text, r.start, r.end) if dashed else None)
        if m and m.end() <= r.end:
            r.change = True
            r.marks += (Block(r.start, r.start + len(m[0].rstrip(SPACE)), BlockKind.MARKUP),) if m[0].strip(SPACE) else ()
            r.start, r.end = trimmed(text, m.end(), r.end)


def _labels(text: str, rows: list[_Line]) -> None:
    """Names printed in the text, at the head of a line or alone on a cue's first."""
    live = [r for r in rows if r.kind is None and r.start < r.end and r.label is None]
    firsts = Counter(r.shown for r in live if r.first and not r.last)
    alone = {t for t in firsts if names.likeness(t) >= 0.7 and len(t) <= 40 and t[-1] not in ".!?,;…"}
    if (
        max(firsts.values(), default=0) > 1
        and sum(firsts[t] for t in alone) >= 0.8 * len({r.cue for r in rows})
        and len(alone) <= 0.7 * firsts.total()
    ):
        for k, r in enumerate(live):
            if r.shown in alone and r.first and not r.last:
                r.kind = BlockKind.SPEAKER_LABEL
                for s in live[k + 1 : k + 4]:
                    s.label = r.shown if s.cue == r.cue else s.label
        return
    mark = ">> "  # taken off already, but it tells that a name comes
    held = cast([mark * r.change + text[r.start : r.end] for r in live], rare=0.005)
    for i, h in held.labels.items():
        r = live[i]
        if r.change:
            h = replace(h, name_at=h.name_at - len(mark), end=h.end - len(mark), stop=h.stop - len(mark))
        if i not in held.recordings:
            r.label = h.name
        r.change = True
        begin = r.start + h.name_at
        r.marks += (Block(begin, r.start + len(text[r.start : r.start + h.end].rstrip(SPACE)), BlockKind.SPEAKER_LABEL),)
        r.start, r.end = trimmed(text, r.start + h.end, r.start + h.stop)


def _in_languages(text: str, rows: Sequence[_Line]) -> list[_Line]:
    """Lines of two languages, one behind the other, as two lines."""
    live = [r for r in rows if r.kind is None]
    seams = {r.start: s for r, s in zip(live, mixed.seams([text[r.start : r.end] for r in live])) if s}
    out = []
    for r in rows:
        if r.kind is not None or r.start not in seams:
            out.append(r)
            continue
        s, begin = seams[r.start], r.start
        out.append(replace(r, end=begin + s.end, shown=plain(text[begin : begin + s.end])))
        shown = plain(text[begin + s.start : begin + s.stop])
        out.append(_Line(r.cue, begin + s.start, begin + s.stop, shown, False, r.last))
    return out


def _events(rows: list[_Line]) -> None:
    """A line that holds a sound and no word is an annotation; a name or a mark of a new speaker before it passes on to the next line."""
    change, label = False, None
    for r in rows:
        if r.kind is not None:
            continue
        if r.start < r.end and _EVENT.match(r.shown) and re.search(r"[^\W\d_]|[♪♫]", r.shown):
            r.kind = BlockKind.ANNOTATION
        if r.kind is not None or r.start >= r.end:
            change, label = change or r.change, r.label or label
        else:
            r.change, r.label = r.change or change, r.label or label
            change, label = False, None


def _pieces(said: Sequence[_Line], found: Sequence[Cue], hint: str | None) -> tuple[Piece, ...]:
    for a, b in zip([None, *said], [*said, None]):
        if b is not None:
            b.first = a is None or a.cue != b.cue
        if a is not None:
            a.last = b is None or b.cue != a.cue
    sides = languages.sides([r.shown for r in said], hint=hint)
    both = len(set(sides)) > 1
    current: dict[str, str | None] = {}
    out: list[Piece] = []
    ends: dict[str, float] = {}
    cue_label: dict[int, str | None] = {}
    for r, lang in zip(said, sides):
        cue = found[r.cue]
        label, opens, rule = r.label, False, "label"
        if label is not None:
            opens = True
            cue_label[r.cue] = label
        elif r.change:
            opens, rule = True, "mark"
        elif both and r.cue in cue_label:
            label = cue_label[r.cue]
            opens = label != current.get(lang)
        else:
            label = current.get(lang)
            quiet = label is None and cue.start is not None and lang in ends and cue.start - ends[lang] >= _PAUSE
            opens, rule = (lang not in current) or quiet, "pause" if quiet else "label"
        current[lang] = label
        out.append(
            Piece(
                r.start,
                r.end,
                lang,
                label,
                cue.start if r.first or both else None,
                cue.end if r.last or both else None,
                group=r.cue if both else None,
                opens=opens,
                boundary=rule,
            )
        )
        if cue.end is not None:
            ends[lang] = cue.end
    return opened(out)
