"""Damage of poured captions: dashes for speakers, hard wrap, chunks by sentence count, doubled words, a drifted, repeated translation."""
from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tests.damage.conversation import Conversation
from tests.damage.writer import Writer

_END = re.compile(r"[.?!][\"”]? ")


@dataclass
class _Char:
    char: str
    turn: int | None
    fix: tuple[int, str, str] | None = None  # number, wrong, right: on the first character of a misheard word


def captions(conversation: Conversation, seed: int = 1, width: int = 150, wrong_labels: float = 0.15, copied: int = 6,
             doubled: float = 0.3, drift: bool = True) -> Writer:
    """`**Label:** Chinese` over `**Label:** English chunk`.

    width    characters after which the English stream was cut and joined with a space
    wrong_labels  share of Chinese lines under somebody else's label, in runs;  copied: lines of the translation that stand twice
    doubled  chance that a chunk repeats the last word of the one before;  drift: chunks do not follow the Chinese lines
    """
    rng = random.Random(seed)
    out = Writer(conversation)
    stream = _wrap(_stream(conversation), width)
    lines = _target_lines(conversation, rng, wrong_labels, copied)
    chunks = _chunks(stream, len(lines), rng, drift)
    spans: dict[int, list[list[int]]] = {}
    pending: list[tuple[int, int, int, bool]] = []
    for (label, target, turns, dup), chunk in zip(lines, chunks):
        out.add(f"**{label}:** ")
        a, b = out.add(target)
        pending.append((a, b, turns, dup))
        out.add(f"\n**{label}:** ")
        chunk = _double(chunk, rng, doubled, out) if chunk else chunk
        _pour(out, chunk, spans, label)
        out.add("\n")
    for turn, said in enumerate(conversation.turns):
        for span in spans.get(turn, []):
            out.speech(said.who, (span[0], span[1]), "")
    out.given = [g for g in out.given if g["speaker"]]
    out.lines = [{"line": [a, b], "en": None if dup else [s for t in turns for s in spans.get(t, [])], "dup": dup, "speaker_ok": True, "conf": "h"}
                 for a, b, turns, dup in pending]
    return out


def _stream(conversation: Conversation) -> list[_Char]:
    chars: list[_Char] = []
    number = 0
    for k, said in enumerate(conversation.turns):
        goes_on = k > 0 and conversation.turns[k - 1].who == said.who
        chars += [_Char(c, None) for c in (" " if goes_on else " - " if chars else "- ")]
        for wrong, right in said.parts():
            number += 1
            for i, c in enumerate(wrong):
                chars.append(_Char(c, k, (number, wrong, right) if right is not None and i == 0 else None))
    return chars


def _wrap(stream: list[_Char], width: int) -> list[_Char]:
    out: list[_Char] = []
    for at in range(0, len(stream), width):
        row = stream[at:at + width]
        if out and not (out[-1].char == " " or row[0].char == " "):
            torn = out[-1].turn if out[-1].turn == row[0].turn else None
            out.append(_Char(" ", torn))
        out += row
    return out


def _target_lines(conversation: Conversation, rng: random.Random, wrong: float, copied: int) -> list[tuple[str, str, list[int], bool]]:
    lines: list[tuple[str, str, list[int], bool]] = []
    others = {w: [o for o in conversation.people if o != w] for w in conversation.people}
    run = 0
    for k, said in enumerate(conversation.turns):
        run = run - 1 if run > 0 else (rng.randrange(2, 5) if rng.random() < wrong / 3 else 0)
        who = others[said.who][0] if run > 0 else said.who
        lines.append((conversation.full(who), said.target, _one_turn(conversation, k), False))
    if copied:
        start = len(lines) // 3
        again = [(label, target, turns, True) for label, target, turns, _ in lines[start:start + copied]]
        at = start + 2 * copied + 3
        lines[at:at] = again
    return lines


def _one_turn(conversation: Conversation, k: int) -> list[int]:
    """Entries of the conversation that are one turn with entry ``k``: the same person, nobody between."""
    turns, a, b = conversation.turns, k, k + 1
    while a and turns[a - 1].who == turns[k].who:
        a -= 1
    while b < len(turns) and turns[b].who == turns[k].who:
        b += 1
    return list(range(a, b))


def _chunks(stream: list[_Char], n: int, rng: random.Random, drift: bool) -> list[list[_Char]]:
    text = "".join(c.char for c in stream)
    ends = [m.end() for m in _END.finditer(text)]
    wanted = [len(text) * (k + 1) / n + (rng.uniform(-60, 60) if drift else 0) for k in range(n - 1)]
    cuts, at = [], 0
    for w in wanted:
        later = [e for e in ends if e > at]
        at = min(later, key=lambda e: abs(e - w)) if later else len(text)
        cuts.append(at)
    edges = [0, *cuts, len(text)]
    return [_trim(stream[a:b]) for a, b in zip(edges, edges[1:])]


def _trim(chunk: list[_Char]) -> list[_Char]:
    while chunk and chunk[-1].char == " ":
        chunk = chunk[:-1]
    return chunk


def _double(chunk: list[_Char], rng: random.Random, chance: float, out: Writer) -> list[_Char]:
    """Repeats the last word of a chunk, as joined captions do."""
    word = "".join(c.char for c in chunk).rsplit(" ", 1)[-1]
    if rng.random() > chance or not re.fullmatch(r"[a-z]{4,}[.?]", word):
        return chunk
    again = [_Char(c, chunk[-1].turn, (-1, word, "") if i == 0 else None) for i, c in enumerate(word)]
    return [*chunk, _Char(" ", chunk[-1].turn), *again]


def _pour(out: Writer, chunk: list[_Char], spans: dict[int, list[list[int]]], label: str) -> None:
    start = out.at
    out.add("".join(c.char for c in chunk))
    for i, c in enumerate(chunk):
        if c.fix:
            number, wrong, right = c.fix
            raw = "".join(x.char for x in chunk[i:i + len(wrong) + 1])
            length = len(wrong) if raw.startswith(wrong) else len(wrong) + 1
            out.fixes.append({"start": start + i, "end": start + i + length, "wrong": raw[:length], "right": right,
                              "kind": "dup" if number < 0 else "term", "lang": "en", "conf": "h"})
        if c.turn is None:
            continue
        runs = spans.setdefault(c.turn, [])
        if runs and runs[-1][1] == start + i:
            runs[-1][1] += 1
        elif c.char != " ":
            runs.append([start + i, start + i + 1])
            out.given.append({"start": start + i, "end": start + i + 1, "speaker": label})
        if out.given and runs and out.given[-1]["start"] == runs[-1][0]:
            out.given[-1]["end"] = runs[-1][1]
