"""Damage where captions carry no dash: turns merged under one label, labels swapped over a stretch, listeners inside sentences."""
from __future__ import annotations

import random
import re

from tests.damage.conversation import Conversation, Said
from tests.damage.writer import Writer

_SENTENCE = re.compile(r"(?<=[.?!]) ")


def labelled(conversation: Conversation, seed: int = 1, merge: float = 0.18, swap: float = 0.3, listen: float = 0.12) -> Writer:
    """`**Label:** Chinese` over `**Label:** English`. ``merge`` and ``listen``: chances a turn; ``swap``: share of lines under the other host."""
    rng = random.Random(seed)
    out = Writer(conversation)
    hosts = conversation.hosts()
    groups = _grouped(conversation.turns, rng, merge)
    swapped = _runs(len(groups), rng, swap)
    for k, group in enumerate(groups):
        who = group[0].who
        if swapped[k] and len(hosts) == 2 and who in hosts:
            who = hosts[1 - hosts.index(who)]
        label = conversation.full(who)
        out.add(f"**{label}:** " + "".join(s.target for s in group) + "\n")
        out.add(f"**{label}:** ")
        for n, said in enumerate(group):
            out.add(" " if n else "")
            _with_listener(out, said, label, rng, listen, hosts)
        out.add("\n")
    return out


def _grouped(turns: tuple[Said, ...], rng: random.Random, merge: float) -> list[list[Said]]:
    groups: list[list[Said]] = []
    for said in turns:
        if groups and len(groups[-1]) < 3 and rng.random() < merge:
            groups[-1].append(said)
        else:
            groups.append([said])
    return groups


def _runs(n: int, rng: random.Random, share: float) -> list[bool]:
    """Stretches in which all labels are the other host's; about ``share`` of the lines."""
    flags = [False] * n
    at = rng.randrange(3, 9)
    while at < n:
        length = rng.randrange(4, 12)
        flags[at:at + length] = [True] * len(flags[at:at + length])
        at += length + max(3, int(length * (1 - share) / max(share, 0.01) * rng.uniform(0.7, 1.3)))
    return flags


def _with_listener(out: Writer, said: Said, label: str, rng: random.Random, chance: float, hosts: list[str]) -> None:
    others = [h for h in hosts if h != said.who]
    sentences = _SENTENCE.split(said.source)
    if len(sentences) < 4 or not others or rng.random() > chance * 3:
        out.source(said, label)
        return
    cut = rng.randrange(2, len(sentences))
    head, tail = Said(said.who, " ".join(sentences[:cut]), ""), Said(said.who, " ".join(sentences[cut:]), "")
    out.source(head, label)
    out.add(" ")
    out.source(Said(others[0], rng.choice(["Yeah.", "Right.", "Mhm."]), ""), label)
    out.add(" ")
    out.source(tail, label)
