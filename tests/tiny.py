"""Small raw folders for tests of what happens around a document: three short conversations, written for this."""
from __future__ import annotations

from pathlib import Path

_LINES = (
    ("Ada Byrne", "Welcome back. Today we talk about bridges, and about why some of them hum in the wind.",
     "欢迎回来。今天我们聊桥,以及为什么有些桥会在风里嗡嗡作响。"),
    ("Luis Ortega", "They all hum. Most of them do it where you cannot hear it.", "它们都会响。大多数只是在你听不到的地方响。"),
    ("Ada Byrne", "How do you find out what a bridge is doing when nobody listens?", "没人在听的时候,你怎么知道一座桥在做什么?"),
    ("Luis Ortega", "You hang small sensors under the deck and you wait for a storm.", "你在桥面下挂上小传感器,然后等一场暴风雨。"),
    ("Ada Byrne", "And how long do you have to wait?", "那要等多久?"),
    ("Luis Ortega", "The longest was fourteen months. We painted the fence twice.", "最长的一次等了十四个月。我们把栅栏刷了两遍。"),
)


def conversation(turns: int = 6, first: str = "") -> str:
    """A conversation of so many turns in English and Chinese; ``first`` goes before the first English sentence."""
    out = []
    for n in range(turns):
        speaker, en, zh = _LINES[n % len(_LINES)]
        mark = f"This is number {n}. " if n >= len(_LINES) else ""
        out += [f"**{speaker}:** {first if n == 0 else ''}{mark}{en}", "", f"**{speaker}:** {zh}", ""]
    return "\n".join(out)


def raw_folder(folder: Path, **files: str) -> Path:
    """A raw folder with the files given by name (`__` for a folder, `_` before the extension), or with three conversations."""
    folder.mkdir(parents=True, exist_ok=True)
    three = {"bridges_txt": conversation(), "humming_md": conversation(8), "season2__storms_txt": conversation(10)}
    for name, text in (files or three).items():
        stem, _, extension = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
