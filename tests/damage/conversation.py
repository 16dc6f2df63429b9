"""A clean bilingual conversation: who says what, in both languages."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_MISHEARD = re.compile(r"\{([^{}~]*)~([^{}~]*)\}")
_PERSON = re.compile(r"(host|guest|audience) (\w) = ([^:]+)(?:: (.*))?")


@dataclass(frozen=True)
class Said:
    """One turn. ``source`` may hold `{right~wrong}`; ``heading`` and ``summary`` stand before it where a section begins."""

    who: str
    source: str
    target: str
    heading: str | None = None
    summary: str | None = None

    @property
    def right(self) -> str:
        return _MISHEARD.sub(r"\1", self.source)

    def parts(self) -> list[tuple[str, str | None]]:
        """(characters as the damaged file has them, what was really said or None where that is the same)."""
        out: list[tuple[str, str | None]] = []
        at = 0
        for m in _MISHEARD.finditer(self.source):
            out += [(self.source[at:m.start()], None), (m[2], m[1])]
            at = m.end()
        return [(a, b) for a, b in [*out, (self.source[at:], None)] if a]


@dataclass(frozen=True)
class Conversation:
    name: str
    about: dict[str, str]
    people: dict[str, tuple[str, str, str]]
    turns: tuple[Said, ...] = field(default=())

    def full(self, who: str) -> str:
        return self.people[who][1]

    def hosts(self) -> list[str]:
        return [k for k, (role, _, _) in self.people.items() if role == "host"]


def load(path: Path) -> Conversation:
    """Reads a clean conversation; ValueError names the line that is not one."""
    about: dict[str, str] = {}
    people: dict[str, tuple[str, str, str]] = {}
    turns: list[Said] = []
    heading = summary = None
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if line.startswith("## "):
            summary = line[3:]
        elif line.startswith("# "):
            heading = line[2:]
        elif line.count(" | ") == 2:
            who, source, target = line.split(" | ")
            turns.append(Said(who, source, target, heading, summary))
            heading = summary = None
        elif m := _PERSON.fullmatch(line):
            people[m[2]] = (m[1], m[3], m[4] or "")
        elif ": " in line and not turns:
            key, value = line.split(": ", 1)
            about[key] = value
        else:
            raise ValueError(f"{path}, line {n}: neither a turn nor a heading: {line!r}")
    return Conversation(path.stem, about, people, tuple(turns))
