"""Times as transcripts print them, to seconds."""

from __future__ import annotations

import re

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,6})?"
_DATE = r"(?:\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
_HALF = r"[ \t\u00a0\u202f]?(?:[AaPp]\.?[Mm]\b\.?)"
# A clock, or a time of day as chats print it: with the date before it, or am or pm behind it.
MOMENT = rf"(?:{_DATE},?[ \t\u00a0T]{{1,2}})?{CLOCK}(?:{_HALF})?"
_FIRST = re.compile(CLOCK)
_OF_DAY = re.compile(rf"{_DATE}|{_HALF}")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,6})?)$")
_FRAMES = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})[:;](\d{2,3})$")
_UNITS = re.compile(
    r"(?:PT)?(?:(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d+(?:\.\d+)?)\s*m(?:in(?:utes?)?|ins?)?)?\s*(?:(\d+(?:[.,]\d+)?)\s*s(?:ec(?:onds?)?|ecs?)?)?$",
    re.I,
)
_SMALL = re.compile(r"(\d+(?:\.\d+)?)\s*ms$", re.I)
_HAN = re.compile(r"(?:(\d+)\s*(?:小时|小時|時間))?\s*(?:(\d+)\s*(?:分钟|分鐘|分))?\s*(?:(\d+(?:\.\d+)?)\s*秒)?$")


def seconds(time: str, frame_rate: float = 30.0) -> float | None:
    """Seconds of a printed time, None where it is none.

    Knows `M:SS`, `MM:SS`, `H:MM:SS` with a fraction after a point or comma, frames (`HH:MM:SS:FF`), `1h 2m 3s`, `PT1M3S`, `93.5s`,
    `1500ms`, `1小时2分3秒`.

    >>> seconds('1:02:03'), seconds('00:58,500'), seconds('75:10'), seconds('1:99')
    (3723.0, 58.5, 4510.0, None)
    >>> seconds('1h2m3s'), seconds('93.5s'), seconds('PT1M3S'), seconds('1500ms')
    (3723.0, 93.5, 63.0, 1.5)
    >>> seconds('2分3秒'), seconds('00:00:01:15'), seconds('soon')
    (123.0, 1.5, None)
    """
    time = time.strip()
    if m := _CLOCK.match(time):
        hours, minutes, secs = int(m[1] or 0), int(m[2]), float(m[3].replace(",", "."))
        if secs >= 60 or (m[1] and minutes >= 60):
            return None
        return round(hours * 3600 + minutes * 60 + secs, 6)
    if m := _FRAMES.match(time):
        return round(int(m[1]) * 3600 + int(m[2]) * 60 + int(m[3]) + int(m[4]) / frame_rate, 6)
    if m := _SMALL.match(time):
        return round(float(m[1]) / 1000, 6)
    for pattern in (_UNITS, _HAN):
        m = pattern.match(time)
        if m and any(m.groups()):
            hours, minutes, secs = (float((g or "0").replace(",", ".")) for g in m.groups())
            return round(hours * 3600 + minutes * 60 + secs, 6)
    return None


def is_time(printed: str) -> bool:
    """Whether what matches `MOMENT` (or a range of them) tells a time at all: `1:99` does not."""
    m = _FIRST.search(printed)
    return m is not None and seconds(m[0]) is not None


def position(printed: str) -> float | None:
    """Seconds from the beginning that a printed time (or the first of a range) tells; None for a time of day, which tells none.

    >>> position('[00:12 - 00:15]'), position('[2024-03-12, 14:10:05]'), position('2:10 PM')
    (12.0, None, None)
    """
    m = _FIRST.search(printed)
    return seconds(m[0]) if m and not _OF_DAY.search(printed) else None
