"""What every reader promises, and the words they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from flows.document.model import Block, Edit, Metadata, Piece


class Unreadable(Exception):
    """A raw file that cannot be read: says where, why, and what a person can do about it."""

    def __init__(self, path: str, reason: str, remedy: str, line: int | None = None):
        super().__init__(f"{path}{f', line {line}' if line else ''}: {reason} {remedy}")
        self.path, self.reason, self.remedy, self.line = path, reason, remedy, line


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a reader is that a text is its kind (0 to 1), and why, in words for a person."""

    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: ``blocks`` and ``pieces`` together tile the text from 0 to its end, without gap or overlap.

    ``meta`` is what the file says of itself.

    ``edits`` undo what a syntax does to characters inside pieces: escapes of JSON, entities of XML, tags of captions.
    ``labels`` says for each printed label that was taken or refused, why (for `interlinear explain`).
    """

    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    meta: Metadata = Metadata()
    labels: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class Reader(Protocol):
    """A module of `flows.readers` that parses one family of raw formats."""

    name: str

    def recognise(self, text: str, path: str) -> Recognition:
        """How sure, from the content, that this is the reader's kind; cheap, never raises."""

    def read(self, text: str, path: str, known: Metadata) -> Reading:
        """Blocks and pieces of the whole text; ``known`` may help to tell its languages.

        Raises Unreadable where the file breaks half-way.
        """
