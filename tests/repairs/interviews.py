"""Interviews made from building blocks, with their labels right, and ways to print them wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence

from flows.document.model import Document, Metadata, Person
from flows.document.model import RawText as Raw
from flows.readers import registry
from flows.readers.labels import canonical

Turns = list[tuple[str, str]]

_PLACES = (
    "the harbour",
    "the orchard",
    "our workshop",
    "the old mill",
    "the bicycle shop",
    "the ferry",
    "the museum",
    "the bakery",
    "the greenhouse",
    "the school choir",
    "the radio station",
    "the printing press",
    "the lighthouse",
    "the vineyard",
    "the repair cafe",
)
_HAPPENED = (
    "closed for a season",
    "changed hands",
    "moved across the river",
    "lost half of its members",
    "won a prize",
    "ran out of money",
    "burned down once",
    "started to hire again",
    "went back to hand tools",
    "got a new roof",
    "opened a second room",
    "was sold to a family",
)
_BECAUSE = (
    "because nobody wanted to do the accounts",
    "because the winter was long",
    "since the town paid for it",
    "after two years of arguing",
    "because a storm took the windows",
    "when the last apprentice left",
    "because people kept coming",
    "although the bank said no",
)
_REMARKS = (
    "That was harder than it sounds.",
    "You learn to live with it.",
    "I remember the smell more than anything else.",
    "My sister thought I was mad.",
    "We wrote everything down in a blue notebook.",
    "People still ask me about that day.",
    "It took about three weeks, maybe four.",
    "And the funny thing is that it worked.",
    "So we did it again the year after.",
    "I would do it differently now.",
    "There was no plan, really.",
    "But you can't say that in public.",
    "It depends on the weather, like everything here.",
)
_QUESTIONS = (
    "What happened to {s}?",
    "How did you decide about {s}?",
    "Why do you think {s} {v}?",
    "Can you tell me about {s}?",
    "Do you miss {s}?",
    "Was that the year when {s} {v}?",
    "So what would you change about {s}?",
    "Let's talk about {s}. What was it like?",
)
_ANSWERS = (
    "Yeah, {s} {v} {w}.",
    "Well, I think {s} {v} {w}.",
    "No, not quite. I think {s} {v} {w}.",
    "It's a good question. I'd say {s} {v} {w}.",
)
_NODS = ("Yeah.", "Right.", "Mhm.", "That makes sense.", "Interesting.", "I see.", "Exactly.", "Wow.")

TWO, FOUR = ("Greta Solberg", "Ivo Marek"), ("Greta Solberg", "Ivo Marek", "Pia Lund", "Otto Brandt")


def interview(seed: int, names: Sequence[str], turns: int = 200) -> Turns:
    """So many turns of one host and one guest or more, in which everybody says what fits the part."""
    rng = random.Random(seed)
    host, *guests = names
    out = [
        (host, f"Welcome to the show. I'm {host.split()[0]}, and with me today is {' and '.join(guests)}. Thank you for joining me."),
        (guests[0], "Thanks for having me."),
    ]
    while len(out) < turns:
        guest = rng.choice(guests)
        question = rng.choice(_QUESTIONS).format(s=rng.choice(_PLACES), v=rng.choice(_HAPPENED))
        if len(guests) > 1 and rng.random() < 0.6:
            question = f"{guest.split()[0]}, {question[0].lower()}{question[1:]}"
        out += [(host, question), (guest, _answer(rng, rng.randrange(7)))]
        if rng.random() < 0.3:
            out += [(host, rng.choice(_NODS)), (guest, _answer(rng, rng.randrange(3)))]
        others = [g for g in guests if g != guest]
        if others and rng.random() < 0.3:
            out.append((rng.choice(others), _answer(rng, rng.randrange(3))))
    return out[:turns]


def _answer(rng: random.Random, more: int) -> str:
    said = [rng.choice(_ANSWERS).format(s=rng.choice(_PLACES), v=rng.choice(_HAPPENED), w=rng.choice(_BECAUSE))]
    for _ in range(more):
        place = rng.choice(_PLACES)
        said.append(rng.choice(_REMARKS) if rng.random() < 0.5 else f"{place.capitalize()} {rng.choice(_HAPPENED)} {rng.choice(_BECAUSE)}.")
    return " ".join(said)


def printed(turns: Turns) -> str:
    """As a file of labelled lines."""
    return "".join(f"**{name}:** {text}\n" for name, text in turns)


def read(text: str, people: Sequence[Person] = (), source_lang: str = "en") -> Document:
    """The document of a file, with what is known of the people."""
    known = Metadata(people=tuple(people), source_lang=source_lang)
    name, reading = registry.read(text, "interview.txt", known)
    labels = list(dict.fromkeys(p.label for p in reading.pieces if p.label))
    return Document(
        "interview", Raw(text, "utf-8", "", "interview.txt"), name, known, reading.blocks, reading.pieces, names=canonical(labels, known)
    )
