"""Fields that a file prints on top (`Date: 3 May 2024`, `Guest: Ann Lee`) as metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.document.model import Metadata, Person
from flows.readers import names
from flows.readers.credits import role_of
from flows.readers.dates import iso_date
from flows.readers.people import listed, short

_TITLE = frozenset("title episode topic subject 标题 標題 题目 主题 主題 título titel titre tema".split())
_SHOW = frozenset("show podcast channel series program 节目 節目 播客 频道 頻道".split())
_DATE = frozenset("date published aired recorded 日期 时间 fecha datum data".split())
_URL = frozenset("source link url video 来源 來源 链接 連結 原视频".split())
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def fields(found: Sequence[tuple[str, str]]) -> Metadata:
    """Metadata from ``(name, value)`` of a file's fields; what none of them means anything to stays in ``extra``."""
    held: dict[str, str] = {}
    people: dict[str, Person] = {}
    extra: dict[str, object] = {}
    for name, value in found:
        k, value = names.key(names.plain(name)), value.strip(" *_\t\u00a0")
        extra[names.plain(name)] = value
        if k in _TITLE:
            held.setdefault("title", value)
        elif k in _SHOW:
            held.setdefault("show", value)
        elif k in _DATE and (day := iso_date(inside[0] if (inside := _DAY.search(value)) else value)):
            held.setdefault("date", day)
        elif k in _URL and (url := re.search(r"https?://[^\s)>]+", value)):
            held.setdefault("source_url", url[0])
        if role := role_of(k):
            for person in listed(value, role) or short(value, role):
                people.setdefault(person.name, person)
    return Metadata(**held, people=tuple(people.values()), extra=extra)


def dated(title: str | None) -> tuple[str | None, str | None]:
    """A title without the day that it begins with, and that day.

    >>> dated('2025-05-12 On clocks'), dated('On clocks')
    (('On clocks', '2025-05-12'), ('On clocks', None))
    """
    m = re.match(r"[\[(]?(?P<day>\d{4}-\d{2}-\d{2})[\])]?[\s:：._–—-]+(?=\S)", title or "")
    if not m or not title:
        return title, None
    day = iso_date(m["day"])
    return (title[m.end() :], day) if day else (title, None)
