"""Bytes become characters in the encoding they are in, or are refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.readers import Unreadable
from flows.readers.decode import decode

SIMPLIFIED = "主持人：大家好，今天我们来谈谈海边的风车，还有住在那里的人。\n嘉宾：谢谢，我在那里住了三十年。\n"
TRADITIONAL = "主持人：大家好，今天我們來談談海邊的風車，還有住在那裡的人。\n來賓：謝謝，我在那裡住了三十年。\n"
JAPANESE = "司会：皆さん、こんにちは。今日は海辺の風車の話をします。\nゲスト：三十年そこに住んでいます。\n"
KOREAN = "진행자: 안녕하세요, 오늘은 바닷가의 풍차 이야기를 하겠습니다.\n손님: 거기서 삼십 년을 살았습니다.\n"
RUSSIAN = "Ведущий: Здравствуйте, сегодня мы говорим о ветряных мельницах у моря.\nГость: Я прожил там тридцать лет.\n"
GERMAN = "Gastgeber: Schöne Grüße! Wir reden über Mühlen am Meer.\nMüller: Dort habe ich dreißig Jahre gewohnt, übrigens gern.\n"


@pytest.mark.parametrize(
    "text,encoding,said",
    [
        (SIMPLIFIED, "utf-8", "utf-8"), (SIMPLIFIED, "gbk", "gbk"), (SIMPLIFIED + "㐂", "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"), (TRADITIONAL, "big5", "big5"), (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "cp949", "cp949"), (RUSSIAN, "cp1251", "cp1251"), (RUSSIAN, "koi8-r", "koi8_r"), (GERMAN, "latin-1", "iso-8859-1"),
        (GERMAN.replace("!", "…"), "cp1252", "cp1252"), ("Ann: Hi.\n", "ascii", "utf-8"),
    ],
)  # fmt: skip
def test_encodings(text: str, encoding: str, said: str) -> None:
    assert decode(text.encode(encoding), "x.txt") == (text, said)


@pytest.mark.parametrize("mark,encoding", [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_a_mark_stays_in_the_text(mark: bytes, encoding: str) -> None:
    text, said = decode(mark + SIMPLIFIED.encode(encoding), "x.txt")
    assert (text, said) == ("\ufeff" + SIMPLIFIED, encoding)
    assert text.encode(said) == mark + SIMPLIFIED.encode(encoding)


def test_a_damaged_file_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="is not UTF-8") as caught:
        decode(SIMPLIFIED.encode() + b"\xfc\n" + SIMPLIFIED.encode(), "x.txt")
    assert caught.value.line == 3


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 20, b"Ann: hi\n\x00\x01\x02\x03Bo: ho\n"])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data, "x.txt")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_decoded_bytes_can_be_had_back(data: bytes) -> None:
    try:
        text, encoding = decode(data, "x.txt")
    except Unreadable:
        return
    assert text.encode(encoding) == data


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_is_utf8(text: str) -> None:
    try:
        assert decode(text.encode(), "x.txt") == (text, "utf-8")
    except Unreadable as refused:
        assert "\ufffe" in text or "\uffff" in text, refused
