"""The document: immutable raw text, and what is claimed about spans of it.

All offsets are code points of ``RawText.text``; spans are half-open. Nothing here changes text: a repair returns
``Claims``, `flows.document.decide.settle` decides them and returns a new ``Document``.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

UNKNOWN = "Unknown"  # the speaker of a turn of which nobody can tell who speaks


class BlockKind(StrEnum):
    """What a stretch of the raw text is; blocks of an episode tile it."""

    FRONT_MATTER = "front_matter"
    TITLE = "title"
    HEADING = "heading"
    SUMMARY = "summary"
    SPEAKER_LABEL = "speaker_label"
    TIMESTAMP = "timestamp"
    SPEECH = "speech"
    MARKUP = "markup"
    ANNOTATION = "annotation"
    BOILERPLATE = "boilerplate"
    DUPLICATE = "duplicate"
    BLANK = "blank"


class EditKind(StrEnum):
    """Why characters changed, from the least to the most meaning-changing (the order decides how touching edits are named)."""

    ENCODING = "encoding"
    MARKUP = "markup"
    WRAP = "wrap"
    SPACING = "spacing"
    CASING = "casing"
    PUNCTUATION = "punctuation"
    EVENT = "event"
    DUPLICATE = "duplicate"
    MISTRANSCRIPTION = "mistranscription"
    DECISION = "decision"

    @property
    def weight(self) -> int:
        return list(EditKind).index(self)


@dataclass(frozen=True, slots=True)
class RawText:
    """Decoded characters of one raw file, and where they came from.

    ``sha256`` is the hash of the file's bytes, or of the extracted text's UTF-8 where ``source_sha256`` (the hash of the
    .docx or .html it was extracted from) is set.
    """

    text: str
    encoding: str
    sha256: str
    path: str
    source_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of raw text that is not speech (a reader's speech is a ``Piece``)."""

    start: int
    end: int
    kind: BlockKind
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of speech as the raw file prints it: the smallest unit of a turn.

    lang      BCP 47 language of the side it belongs to.
    label     the speaker's name as printed, or None where nothing is printed over it.
    start_s, end_s  seconds, where the file gives a time for the beginning or end of this piece.
    section   the heading that it stands under.
    group     number of the layout unit: pieces of different sides with one group were printed as translations of each other.
    opens     it begins a new turn; a turn is a piece that opens and the pieces of its side that follow until the next that opens.
    boundary  the rule that decided ``opens``.
    join      what stands before this piece in its turn's text; None lets the writing systems decide.
    """

    start: int
    end: int
    lang: str
    label: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    section: str | None = None
    group: int | None = None
    opens: bool = True
    boundary: str = "label"
    join: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of raw characters: ``before`` is ``raw[start:end]``, ``after`` is what the release reads there.

    ``event`` names the non-speech sound that the edit takes out of the text (`laughter`). ``over`` holds the spans of earlier
    edits that this one was made with in view and takes the place of.
    """

    start: int
    end: int
    before: str
    after: str
    kind: EditKind
    rule: str
    evidence: str
    confidence: float = 1.0
    event: str | None = None
    over: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Boundary:
    """Claim that the raw characters ``at``..``resume`` (a dash, white space, or nothing) part two stretches of one side.

    ``opens`` True: a new turn begins at ``resume``; False: the same turn goes on there (a merge where a turn began).
    ``join`` is what stands between the two in a turn's text, '' for a torn word; None lets the writing systems decide.
    """

    at: int
    resume: int
    opens: bool
    rule: str
    evidence: str
    confidence: float = 1.0
    join: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Claim that ``speaker`` says the turn whose first span starts at ``start``; confidence is the chance that this is right."""

    start: int
    speaker: str
    rule: str
    evidence: str
    confidence: float
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Claim that the speech in ``start``..``end`` says again what the turn that holds offset ``of`` says."""

    start: int
    end: int
    of: int
    rule: str
    evidence: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """Claim that stretches of two sides translate each other.

    ``source`` and ``target`` are raw spans (start, end) of the spoken and of the translated language, in order, each inside one piece.
    They need not be whole turns, so they still hold when a turn is split or merged later.
    """

    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    target_lang: str
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark on the turn that holds offset ``at``, such as `words_lost` or `code_switched`."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was not sure enough to apply. ``change`` is `text`, `split`, `merge` or `speaker`."""

    start: int
    end: int
    change: str
    before: str
    after: str
    rule: str
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Claims:
    """What one repair proposes about one document.

    ``closed`` names suggestions that are no longer asked about: (start, end, change); ``notes`` are for the person who makes the release.
    """

    edits: tuple[Edit, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    links: tuple[Link, ...] = ()
    flags: tuple[Flag, ...] = ()
    closed: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who speaks: canonical name, role (`host`, `guest`, `audience`, `unknown`), a line about them, other names in use."""

    name: str
    role: str = "unknown"
    about: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an episode besides its text; ``extra`` is a file's own front matter, evidence rather than truth."""

    title: str | None = None
    show: str | None = None
    date: str | None = None
    source_url: str | None = None
    license: str | None = None
    source_lang: str | None = None
    people: tuple[Person, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says until someone else speaks: consecutive pieces of one side (derived, see ``Document.turns``)."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def lang(self) -> str:
        return self.pieces[0].lang

    @property
    def label(self) -> str | None:
        return self.pieces[0].label

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((p.start, p.end) for p in self.pieces)


@dataclass(frozen=True)
class Document:
    """One raw file and everything that has been settled about it so far.

    blocks     what is not speech, in order; with the pieces and repeats they tile the raw text but for what was cut out
               between two pieces (marks and blanks, see `flows.tabulate`).
    pieces     speech, in the order of its conversation (within each side this is the order of positions).
    edits      applied edits by offset, never overlapping.
    names      canonical speaker name for each printed label, with the reason.
    """

    episode_id: str
    raw: RawText
    format: str
    meta: Metadata
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    edits: tuple[Edit, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    attributions: Mapping[int, Attribution] = field(default_factory=dict)
    repeats: tuple[Repeat, ...] = ()
    links: tuple[Link, ...] = ()
    flags: tuple[Flag, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.raw.text

    @cached_property
    def edit_starts(self) -> tuple[int, ...]:
        """Start of each edit, for bisecting."""
        return tuple(e.start for e in self.edits)

    @cached_property
    def langs(self) -> tuple[str, ...]:
        """Languages of the sides: the spoken one first, the others in order of appearance."""
        seen = list(dict.fromkeys(p.lang for p in self.pieces))
        source = self.source_lang
        return tuple([source] * (source in seen) + [lang for lang in seen if lang != source])

    @cached_property
    def source_lang(self) -> str:
        """The language spoken: the metadata's word, else the side with the most characters."""
        sizes: dict[str, int] = {}
        for p in self.pieces:
            sizes[p.lang] = sizes.get(p.lang, 0) + p.end - p.start
        stated = (self.meta.source_lang or "und").split("-")[0].lower()  # sides are told apart by language: zh-CN is zh
        if stated in sizes or not sizes:
            return stated
        return max(sizes, key=lambda lang: (sizes[lang], lang))

    def side(self, lang: str) -> tuple[Piece, ...]:
        return tuple(p for p in self.pieces if p.lang == lang)

    def turns(self, lang: str) -> tuple[Turn, ...]:
        """Turns of one side in conversation order."""
        out: list[list[Piece]] = []
        for p in self.side(lang):
            if p.opens or not out:
                out.append([p])
            else:
                out[-1].append(p)
        return tuple(Turn(tuple(ps)) for ps in out)

    def name_of(self, label: str | None) -> str:
        """Canonical speaker for a printed label; `Unknown` where there is none."""
        if label is None:
            return UNKNOWN
        return self.names[label][0] if label in self.names else label

    def speaker_of(self, turn: Turn) -> str:
        settled = self.attributions.get(turn.start)
        return settled.speaker if settled else self.name_of(turn.label)
