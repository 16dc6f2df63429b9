"""Every column of a release, declared once: name, type, null or not, what a value may be, and what it means.

Types are Arrow types; everything else that describes a column (pandera check, JSON Schema, data dictionary) is derived
from these declarations in `schemas.export`. Fields of structs and items of lists say in their Arrow type whether they may be null.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import pyarrow as pa

TEXT, INT, FLOAT = pa.string(), pa.int64(), pa.float64()

BLOCK_KINDS = ("front_matter", "title", "heading", "summary", "speaker_label", "timestamp", "speech", "markup", "annotation", "boilerplate",
               "duplicate", "blank")
EDIT_KINDS = ("encoding", "markup", "wrap", "spacing", "casing", "punctuation", "event", "duplicate", "mistranscription", "decision")
ROLES = ("host", "guest", "audience", "unknown")
CUTS = ("filler", "stutter", "repeat", "false_start", "backchannel")
CHANGES = ("text", "split", "merge", "speaker")

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
SHA256 = r"^[0-9a-f]{64}$"
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
ID = r"^[^\s/:A-Z]+$"


def list_of(item: pa.DataType, nullable: bool = False) -> pa.ListType:
    return pa.list_(pa.field("item", item, nullable=nullable))


def struct(**fields: pa.DataType) -> pa.StructType:
    """A struct none of whose fields may be null."""
    return pa.struct([pa.field(name, type, nullable=False) for name, type in fields.items()])


SPAN = struct(start=INT, end=INT, join=TEXT)
CUT = struct(start=INT, end=INT, what=TEXT)
PERSON = pa.struct([pa.field("name", TEXT, nullable=False), pa.field("role", TEXT, nullable=False), pa.field("about", TEXT)])


@dataclass(frozen=True)
class Column:
    """One column. ``meaning`` is a sentence for the data dictionary; the checks hold for every value that is not null.

    one_of    the only values allowed.
    pattern   regular expression that a string matches.
    at_least, at_most  bounds of a number, both included.
    parts     meanings of the fields of a struct (or of a list's structs).
    """

    name: str
    type: pa.DataType
    meaning: str
    nullable: bool = False
    one_of: tuple[str, ...] = ()
    pattern: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def but(self, **changes: object) -> Column:
        """The same column with something said otherwise (a nullable turn_id, say)."""
        return replace(self, **changes)


# --- columns that several tables share

EPISODE_ID = Column("episode_id", TEXT,
                    "The episode: the raw file's name in lower case with `-` for all but letters and digits, or what sources.yaml says.",
                    pattern=ID)
TURN_ID = Column("turn_id", TEXT,
                 "The turn: `<episode_id>:<lang>:<start of its first span, 8 digits>`; stable while the turn begins at the same character.",
                 pattern=r"^[^\s/:]+:[A-Za-z0-9-]+:[0-9]{8,}$")
START = Column("start", INT, "Where the span begins in the raw text, in code points from 0.", at_least=0)
END = Column("end", INT, "Where the span ends in the raw text, in code points; the character there is no longer part of it.", at_least=0)
RULE = Column("rule", TEXT, "The rule that proposed this; several are joined by `+`.", pattern=r"\S")
EVIDENCE = Column("evidence", TEXT, "What the rule saw, in words for a person.")
CONFIDENCE = Column("confidence", FLOAT, "The chance that this is right, 0 to 1.", at_least=0, at_most=1)
LANG = Column("lang", TEXT, "The language of the side, as BCP 47 names it.", pattern=LANGUAGE)
SOURCE_LANG = Column("source_lang", TEXT, "The language spoken in the conversation (BCP 47).", pattern=LANGUAGE)

# --- the tables' columns, in the order of their files

EPISODES = (
    EPISODE_ID,
    Column("title", TEXT, "Title of the episode, as the metadata or the file gives it.", nullable=True),
    Column("show", TEXT, "The show, podcast or course it belongs to.", nullable=True),
    Column("date", TEXT, "Day of publication, ISO 8601 (a month or a year where no more is known).", nullable=True,
           pattern=DATE),
    Column("source_url", TEXT, "Where the conversation was published.", nullable=True),
    Column("license", TEXT, "Licence of the transcript, as the metadata gives it; null where nobody said.", nullable=True),
    Column("format", TEXT, "Name of the reader that parsed the raw file.", pattern=r"\S"),
    Column("encoding", TEXT, "Character encoding the raw file was decoded with.", pattern=r"\S"),
    SOURCE_LANG,
    Column("languages", list_of(TEXT), "Languages of all sides (BCP 47), the one spoken first."),
    Column("speakers", list_of(PERSON), "Everybody who speaks or is known to take part.",
           parts={"name": "canonical name, as in `turns.speaker`", "role": "`host`, `guest`, `audience` or `unknown`",
                  "about": "a line about the person, or null"}),
    Column("raw_file", TEXT, "Path of the raw file inside the raw folder, with `/` between folders.", pattern=r"\S"),
    Column("raw_sha256", TEXT,
           "SHA-256 of the raw file's bytes; where the text was extracted from a document, of the extracted text as UTF-8.",
           pattern=SHA256),
    Column("source_sha256", TEXT, "SHA-256 of the document that the raw text was extracted from; null where the raw file is the text.",
           nullable=True, pattern=SHA256),
    Column("raw_chars", INT, "Length of the raw text in code points.", at_least=0),
    Column("turns", INT, "Number of turns in the language spoken.", at_least=0),
    Column("duration_s", FLOAT, "The latest time that the raw file gives, in seconds; null where it gives none.", nullable=True,
           at_least=0),
)

TURNS = (
    EPISODE_ID,
    TURN_ID,
    LANG,
    Column("script", TEXT, "The writing system of the text, as ISO 15924 names it (`Latn`, `Hans`, `Hant`, `Jpan`).",
           pattern=r"^[A-Z][a-z]{3}$"),
    Column("position", INT, "Place of the turn in its side, from 0, in the order of the conversation.", at_least=0),
    Column("speaker", TEXT,
           "Who speaks: the canonical name; `Unknown` where nobody can tell; an unnamed member of the audience keeps the label.",
           pattern=r"\S"),
    Column("speaker_given", list_of(TEXT, nullable=True), "The label printed over each span in the raw file, null where none is."),
    Column("role", TEXT, "What the speaker is to the conversation.", one_of=ROLES),
    Column("attribution", TEXT, "The rule that decided the speaker; `label` where the printed label was taken as it stands.",
           pattern=r"\S"),
    Column("attribution_evidence", TEXT, "What that rule saw, in words for a person."),
    CONFIDENCE.but(meaning="The chance that the speaker is right, 0 to 1."),
    Column("start_s", FLOAT, "When the turn begins, in seconds, where the raw file says.", nullable=True, at_least=0),
    Column("end_s", FLOAT, "When the turn ends, in seconds, where the raw file says.", nullable=True, at_least=0),
    Column("section", TEXT, "The heading that the turn begins under, repaired as the talk is.", nullable=True),
    Column("text", TEXT, "What was said, repaired."),
    Column("fluent", TEXT,
           "`text` without fillers, stutters, repeats, false starts and backchannel words; empty where nothing else was said."),
    Column("fluent_cuts", list_of(CUT),
           "What `fluent` leaves out of `text`, in order. Where a cut opens a sentence and begins with a capital, the next word gets it.",
           parts={"start": "first code point, in `text`", "end": "code point after the last",
                  "what": "`filler`, `stutter`, `repeat`, `false_start` or `backchannel`"}),
    Column("verbatim", TEXT, "The raw characters of the spans with their joins, before any edit."),
    Column("spans", list_of(SPAN), "The stretches of raw text that are this turn, in reading order.",
           parts={"start": "first code point", "end": "code point after the last",
                  "join": "the string put before this span in `text` and `verbatim`; empty for the first"}),
    Column("events", list_of(TEXT), "Non-speech sounds noted in the turn, in order (`laughter`, `applause`)."),
    Column("flags", list_of(TEXT),
           "What a reader of the turn should know (`words_lost`, `mixed_speakers`, `code_switched`, `time_steps_back`)."),
    Column("detected_lang", TEXT, "The language that the text itself looks like (BCP 47).", pattern=LANGUAGE),
    Column("lang_confidence", FLOAT, "The chance that `detected_lang` is right, 0 to 1.", at_least=0, at_most=1),
)

PAIRS = (
    EPISODE_ID,
    Column("pair_id", TEXT, "The pair: `<episode_id>:<target_lang>:<start of its first target span, 8 digits>`.",
           pattern=r"^[^\s/:]+:[A-Za-z0-9-]+:[0-9]{8,}$"),
    SOURCE_LANG,
    Column("target_lang", TEXT, "The language of the translation (BCP 47).", pattern=LANGUAGE),
    Column("source_turn_ids", list_of(TEXT), "Turns that hold the stretch of speech, in order."),
    Column("target_turn_ids", list_of(TEXT), "Turns that hold its translation, in order."),
    Column("source_text", TEXT, "The stretch of speech, repaired."),
    Column("target_text", TEXT, "Its translation, repaired."),
    Column("score", FLOAT, "How well the two sides match, 0 to 1, by the method's own measure.", at_least=0, at_most=1),
    Column("method", TEXT, "How the two were found to belong together.", pattern=r"\S"),
)

EDITS = (
    EPISODE_ID,
    TURN_ID.but(nullable=True, meaning="The turn whose span holds the edit; null outside turns."),
    START,
    END.but(meaning="Where the replaced characters end; equal to `start` for an insertion."),
    Column("before", TEXT, "The raw characters that are replaced."),
    Column("after", TEXT, "What `text` reads in their place."),
    Column("kind", TEXT, "What kind of defect is repaired; of several, the one that changes most.", one_of=EDIT_KINDS),
    RULE,
    EVIDENCE,
    CONFIDENCE,
)

BLOCKS = (
    EPISODE_ID,
    START,
    END,
    Column("kind", TEXT, "What the stretch of raw text is.", one_of=BLOCK_KINDS),
    TURN_ID.but(nullable=True, meaning="The turn that this speech belongs to; null for every other kind."),
    LANG.but(nullable=True, meaning="The language of the stretch, where it has one (BCP 47)."),
    TURN_ID.but(name="duplicate_of", nullable=True, meaning="Of a `duplicate`, the turn whose content it repeats, where that is one turn."),
)

SUGGESTIONS = (
    EPISODE_ID,
    TURN_ID.but(nullable=True, meaning="The turn that the suggestion is about; null outside turns."),
    START,
    END,
    Column("change", TEXT, "What is suggested: another reading, a new turn, no new turn, another speaker.", one_of=CHANGES),
    Column("before", TEXT, "What stands there now."),
    Column("after", TEXT, "What would stand there."),
    RULE,
    EVIDENCE,
    CONFIDENCE,
)
