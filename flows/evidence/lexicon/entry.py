"""What a lexicon knows: entries, the forms in which they are met in text, and the fields they belong to."""
from __future__ import annotations

from dataclasses import dataclass

KINDS = ("company", "product", "model", "person", "paper", "place", "term", "dataset", "benchmark", "organization", "framework", "chip",
         "show", "book")

# Kinds whose names take a plural: H100s, evals, GPUs. A company or a person rarely does, and "clouds" is not "Claudes".
COUNTED = frozenset({"term", "chip", "model", "dataset", "benchmark"})


class LexiconError(ValueError):
    """A lexicon file that cannot be used: which file, which line, what is wrong and what to do about it."""

    def __init__(self, where: str, reason: str, remedy: str):
        super().__init__(f"{where}: {reason} {remedy}")
        self.where, self.reason, self.remedy = where, reason, remedy


@dataclass(frozen=True, slots=True)
class Confusion:
    """Real words that are written where the name was meant. Only where a word of ``near`` stands near may they be it."""

    text: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One name or term of a field.

    name        as house style writes it; a name all in lower case is a term, and takes a capital where a sentence begins.
    kind        one of ``KINDS``.
    zh          Chinese names and translations; who reads one of them knows that this entry is meant.
    aliases     other right ways to write it; they are left alone.
    variants    always wrong in casing, spacing or hyphens: all in lower case, they are met in any casing, else only as written
                (``spellings`` adds those that follow from the name).
    heard       what speech recognition makes of it that is nothing else, in any casing.
    confusions  real words that it is mistaken for, cased as ``variants``, each with the words that must stand near.
    context     words that must stand near before a common word is taken for this name.
    exact       the name is written only so: no other casing or spacing is taken for it but those listed.
    common      the name is an ordinary word, too (Ramp, Notion, Meta): as ``exact``, and never to be guessed by its sound alone.
    numbered    how versions are written, `GPT-#`: then `GPT4.5` reads GPT-4.5.
    say         pronunciations where spelling misleads, in ARPAbet without stress.
    field       the field of its file; ``where`` is its file and line.
    """

    name: str
    kind: str
    zh: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    context: tuple[str, ...] = ()
    exact: bool = False
    common: bool = False
    numbered: str | None = None
    say: tuple[str, ...] = ()
    field: str = ""
    where: str = ""

    def __repr__(self) -> str:
        return f"Entry({self.name!r}, {self.kind!r}, {self.where})"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of knowledge: ``cues`` are words that show that a text is about it."""

    name: str
    version: str
    languages: tuple[str, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which an entry is met in text.

    role is `name` or `alias` (right), `variant` or `heard` (wrong), `confusion` (wrong if a word of ``near`` stands near) or `zh`.
    """

    text: str
    entry: Entry
    role: str
    near: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        return self.role in ("variant", "heard", "confusion")


@dataclass(frozen=True, slots=True)
class Match:
    """A form found at ``start``..``end`` of a text. ``right`` is what stands there if the entry is meant."""

    start: int
    end: int
    text: str
    form: Form
    right: str

    @property
    def entry(self) -> Entry:
        return self.form.entry
