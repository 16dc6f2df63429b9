"""Writes a damaged file piece by piece and remembers what every stretch of it really is."""
from __future__ import annotations

from tests.damage.conversation import Conversation, Said


class Writer:
    """``text`` grows; turns, mis-transcriptions, given labels and translated lines are noted by code point."""

    def __init__(self, conversation: Conversation):
        self.conversation = conversation
        self._parts: list[str] = []
        self.at = 0
        self.turns: list[tuple[str, list[list[int]]]] = []
        self.given: list[dict] = []
        self.fixes: list[dict] = []
        self.lines: list[dict] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, text: str) -> tuple[int, int]:
        self._parts.append(text)
        self.at += len(text)
        return self.at - len(text), self.at

    def fix(self, start: int, wrong: str, right: str, kind: str = "term") -> None:
        self.fixes.append({"start": start, "end": start + len(wrong), "wrong": wrong, "right": right, "kind": kind, "lang": "en", "conf": "h"})

    def speech(self, who: str, span: tuple[int, int], label: str) -> None:
        """A stretch that ``who`` says under the printed ``label``; stretches of one person in a row are one turn."""
        name = self.conversation.full(who)
        if self.turns and self.turns[-1][0] == name:
            self.turns[-1][1].append(list(span))
        else:
            self.turns.append((name, [list(span)]))
        self.given.append({"start": span[0], "end": span[1], "speaker": label})

    def source(self, said: Said, label: str) -> tuple[int, int]:
        """The English of one turn, with what the recogniser misheard."""
        start = self.at
        for wrong, right in said.parts():
            a, _ = self.add(wrong)
            if right is not None:
                self.fix(a, wrong, right)
        self.speech(said.who, (start, self.at), label)
        return start, self.at

    def truth(self, raw_file: str, episode: str) -> dict:
        return {
            "episode": episode, "raw_file": raw_file, "raw_chars": self.at, "region": [0, self.at],
            "turns": [{"speaker": s, "spans": spans, "conf": "h"} for s, spans in self.turns],
            "given": self.given, "fixes": self.fixes, "zhmap": self.lines,
        }
