"""Damage of interviews whose body is right: an opening montage under the host's name, torn layout, marks, boilerplate."""
from __future__ import annotations

import random
import re

from tests.damage.conversation import Conversation, Said
from tests.damage.writer import Writer

_SENTENCE = re.compile(r"(?<=[.?!]) ")
_NAME = re.compile(r"(?<![\w*])([A-Z][A-Za-zÀ-ÿ]*(?: [A-Z][A-Za-zÀ-ÿ]*)*)(?![\w*])")
NBSP = "\u00a0"


def _clips(conversation: Conversation, rng: random.Random, n: int = 5) -> list[Said]:
    """Striking sentences from later on, as an editor puts them first: one sentence, a stutter dropped."""
    pool = [s for s in conversation.turns[10:] if conversation.people[s.who][0] == "guest" and len(s.source) > 120 and "{" not in s.source]
    out = []
    for said in rng.sample(pool, min(n, len(pool))):
        sentences = _SENTENCE.split(said.source)
        targets = re.findall(r"[^。?!]+[。?!]", said.target)
        k = max(range(len(sentences)), key=lambda i: len(sentences[i]))
        out.append(Said(said.who, sentences[k], targets[min(k, len(targets) - 1)] if targets else said.target))
    return out


def _stamp(seconds: int, long: bool = False) -> str:
    h, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
    if long:
        return f"({h:02d}:{m:02d}:{s:02d})"
    return f"({h}:{m:02d}:{s:02d})" if h else f"({m:02d}:{s:02d})"


def _split(said: Said, at_sentences: int = 4) -> list[Said]:
    """A long turn as recognisers break it: stretches of some sentences, each with its own time and no name."""
    sentences = _SENTENCE.split(said.source)
    targets = re.findall(r"[^。?!]+[。?!]?", said.target)
    if len(sentences) <= at_sentences + 1 or len(targets) < 2 or "{" in said.source:
        return [said]
    half = len(targets) * at_sentences // len(sentences) or 1
    return [Said(said.who, " ".join(sentences[:at_sentences]), "".join(targets[:half])),
            Said(said.who, " ".join(sentences[at_sentences:]), "".join(targets[half:]))]


def stamped(conversation: Conversation, seed: int = 1) -> Writer:
    """Title twice, sections with summaries, `(MM:SS) Speaker:` over English and Chinese, times without a name, a reader's comment, page rests."""
    rng = random.Random(seed)
    out = Writer(conversation)
    host = conversation.full(conversation.hosts()[0])
    title = f"{conversation.about.get('date', '')} {conversation.about['title']}".strip()
    out.add(f"{title}\n\n{title}\n\n\nTranscript\n\n")
    clock, hour = 0, 3000
    body = list(conversation.turns)
    montage = _clips(conversation, rng)
    head = body[0]
    commented = False
    _section(out, head, clock)
    for clip in montage:
        _block(out, [clip], host, clock, rng)
        clock += max(3, len(clip.source) // 15)
    for k, said in enumerate(body):
        if k and said.heading:
            if not commented:
                out.add("说得真清楚。\n\n")
                commented = True
            _section(out, said, clock)
            clock -= 4  # times step back after a heading
        _block(out, _split(said), conversation.full(said.who), clock if clock < 1400 else clock + hour, rng)
        clock += max(4, len(said.source) // 14)
    out.add("\n    热门主题\n\n      • Recent Articles\n\n      • 1999-01-02 A letter to the readers\n\n        Refer To:《A letter》。 Dear readers: this page was left here by the site ...\n")
    return out


def _section(out: Writer, said: Said, clock: int) -> None:
    english, chinese = (said.heading or "").split(" | ") if " | " in (said.heading or "") else (said.heading or "", "")
    wrong = re.sub(r"\{([^{}~]*)~([^{}~]*)\}", r"\1", english)
    summary = (said.summary or "").split(" | ")
    out.add(f"{wrong.replace(' ', NBSP, 1)}\n\n{chinese}\n\n{_stamp(clock, long=True)}\n")
    out.add("\n".join(summary) + "\n\n")


def _block(out: Writer, stretches: list[Said], label: str, clock: int, rng: random.Random) -> None:
    for n, said in enumerate(stretches):
        out.add(f"{_stamp(clock + 12 * n)}{'' if n else ' ' + label + ':'}{rng.choice(['', '', '  ', NBSP])}\n")
        out.add(rng.choice(["", "", "\n", NBSP + "\n"]))
        out.source(said, label)
        out.add("\n" + said.target + "\n\n")


def details(conversation: Conversation, seed: int = 1) -> Writer:
    """Front matter, `###` headings, `**Speaker**: Chinese`, the English in `<details>`, names in bold."""
    rng = random.Random(seed)
    out = Writer(conversation)
    host_key = conversation.hosts()[0]
    host = conversation.full(host_key)
    label_of = {k: (_misspelt(name) if k == host_key else name) for k, (_, name, _) in conversation.people.items()}
    out.add("---\n" + "".join(f"{k}: {v}\n" for k, v in [
        ("author", f"{conversation.about['show']} with {host}"), ("date", f"'{conversation.about.get('date', '')}'"), ("layout", "post.njk"),
        ("speaker", f"{conversation.about['show']} with {host}"), ("title", conversation.about["title"])]) + "tags:\n  - compilers\n  - agents\n---\n")
    first = conversation.turns[0]
    out.add(f"### {first.heading}\n\n")
    for clip in _clips(conversation, rng, 4):
        _pair(out, clip, label_of[host_key], host, rng)
    for k, said in enumerate(conversation.turns):
        if k and said.heading:
            out.add(f"### {said.heading}\n\n")
        _pair(out, said, label_of[said.who], conversation.full(said.who), rng)
    return out


def _misspelt(name: str) -> str:
    """The host as the label has it: the family name without its doubled or its last letter."""
    first, _, last = name.partition(" ")
    return f"{first} " + (re.sub(r"(.)\1", r"\1", last) if re.search(r"(.)\1", last) else last[:-1])


def _pair(out: Writer, said: Said, label: str, full: str, rng: random.Random) -> None:
    out.add(f"**{label}**: " + _bold(said.target, rng) + "\n\n<details>\n<summary>Original English</summary>\n\n" + f"**{label}**: ")
    start = out.at
    for wrong, right in said.parts():
        if right is not None:
            a, _ = out.add(wrong)
            out.fix(a, wrong, right)
        else:
            out.add(_bold(wrong, rng))
    out.speech(said.who, (start, out.at), full)
    out.add("\n\n</details>\n\n")


def _bold(text: str, rng: random.Random) -> str:
    return _NAME.sub(lambda m: f"**{m[0]}**" if len(m[0]) > 5 and rng.random() < 0.5 else m[0], text)
