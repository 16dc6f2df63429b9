"""Reader of text whose turns begin with a speaker's bold label: `**Name:** text` or `**Name**: text`.

Two languages may take turns line by line, or one may stand in `<details>` under the other.
"""
from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from flows.document.model import Block, BlockKind, Metadata, Piece
from flows.readers import frontmatter, script, tiling
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.lines import Line, lines

name = "labelled"

LABEL = re.compile(r"\*\*(?P<name>[^*\n:：]{1,60})(?:[:：]\*\*|\*\*[ \t]*[:：])[ \t\u00a0]*")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_TAG = re.compile(r"(?:<(?P<tag>/?details|/?summary|summary>.*</summary)[^>]*>)$", re.I)


@dataclass(slots=True)
class _Stretch:
    """One line of speech on its way to a piece."""

    line: Line
    start: int
    label: str | None
    folded: int
    section: str | None
    labelled: bool
    chinese: bool = False


def recognise(text: str, path: str) -> Recognition:
    """Sure where most lines with words begin with a bold label."""
    head = text[:200_000]
    found = [m["name"] for m in (LABEL.match(line.text) for line in lines(head)) if m]
    spoken = sum(1 for line in lines(head) if len(line.text) > 1 and not _TAG.match(line.text) and not _HEADING.match(line.text))
    if len(found) < 2:
        return Recognition(0.0, "no bold speaker labels")
    share = min(len(found) / max(spoken, 1), 1.0)
    return Recognition(round(0.5 + 0.45 * share, 3), f"{len(found)} lines begin with a bold label of {len(set(found))} kinds")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks and pieces of the whole text."""
    begin, meta = frontmatter.split(text, path)
    marks = [Block(0, begin, BlockKind.FRONT_MATTER)] if begin else []
    stretches, more = _scan(text, begin)
    if not stretches:
        raise Unreadable(path, "no speech was found under the labels.", "Look whether the file was cut off.")
    _sides(stretches)
    pieces = _pieces(text, stretches)
    counts = Counter(s.label for s in stretches if s.labelled and s.label)
    labels = {label: f"bold label over {n} lines" for label, n in counts.items()}
    return Reading(tiling.tile(text, pieces, marks + more), pieces, frontmatter.merged(known, meta), labels)


def _scan(text: str, begin: int) -> tuple[list[_Stretch], list[Block]]:
    """Speech lines and the marks around them."""
    marks: list[Block] = []
    out: list[_Stretch] = []
    label, section, folded, depth = None, None, 0, 0
    for line in lines(text, begin):
        if line.blank:
            continue
        m = LABEL.match(line.text)
        if m:
            label = m["name"].strip()
            marks.append(Block(line.start, line.start + len(m[0].rstrip(" \t\u00a0")), BlockKind.SPEAKER_LABEL))
            if m.end() < len(line.text):
                out.append(_Stretch(line, line.start + m.end(), label, depth and folded, section, True))
        elif tag := _TAG.match(line.text):
            kind = tag["tag"].lower()
            folded, depth = (folded + 1, 1) if kind == "details" else (folded, 0) if kind == "/details" else (folded, depth)
        elif _HEADING.match(line.text):
            section = line.text.lstrip("#").strip()
            marks.append(Block(line.start, line.end, BlockKind.HEADING))
        elif not re.search(r"\w", line.text):
            continue
        elif label is None and not out:
            marks.append(Block(line.start, line.end, BlockKind.TITLE if not marks else BlockKind.BOILERPLATE))
        else:
            out.append(_Stretch(line, line.start, label, depth and folded, section, False))
    return out, marks


def _sides(stretches: list[_Stretch]) -> None:
    """Set ``chinese``: by the fold where the file folds one language away, else by letters and turn-taking."""
    inside = [script.leaning(s.line.text[s.start - s.line.start:]) for s in stretches if s.folded]
    outside = [script.leaning(s.line.text[s.start - s.line.start:]) for s in stretches if not s.folded]
    if inside and (sum(inside) > 0) != (sum(outside) > 0):
        for s in stretches:
            s.chinese = (sum(inside) > 0) == bool(s.folded)
        return
    for s, chinese in zip(stretches, script.alternating([script.leaning(s.line.text[s.start - s.line.start:]) for s in stretches])):
        s.chinese = chinese


def _pieces(text: str, stretches: list[_Stretch]) -> tuple[Piece, ...]:
    """Pieces with their layout unit: a run of one side and the run of the other that follows it."""
    both = len({s.chinese for s in stretches}) > 1
    out, group, last, seen = [], 0, None, set()
    for s in stretches:
        if s.chinese != last and s.chinese in seen:
            group, seen = group + 1, set()
        last = s.chinese
        seen.add(last)
        out.append(Piece(s.start, s.line.end, "zh" if s.chinese else "en", s.label, section=s.section, group=group if both else None))
    return tiling.opened(out)
