"""From a file's bytes to its characters: UTF-8 first, then marks and evidence, never a guess that merely does not fail."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from flows.readers.base import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_KNOWN = re.compile(
    r"[\t\r\n -~\u00a0-\u024f\u0370-\u06ff\u0900-\u097f\u0e00-\u0e7f\u2010-\u206f\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_SAMPLE = 1 << 17

# The commonest characters of a running text in each language: in the right encoding they are a third of it, in a wrong one hardly any.
_COMMON = {
    "gb18030": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
        "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    ),
    "big5": (
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方"
        "多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    ),
    "cp932": "のにはをたがでてとしれさいるっなあこそうかもまよおえだ。、人日本一年大出私思言見行分",
    "euc_jp": "のにはをたがでてとしれさいるっなあこそうかもまよおえだ。、人日本一年大出私思言見行分",
    "cp949": "이다는을의에고가하은를로지한도서기그나사어리시자아일해있수니인들게대요라것거면말내제안보만",
}
_REMEDY = "Save it as UTF-8, or ask whoever made it in which encoding it is."


def decode(data: bytes, path: str) -> tuple[str, str]:
    """``(text, encoding)`` of a raw file; a byte order mark stays in the text, as its first character.

    Raises Unreadable (with the line) where the bytes are no text, or text in an encoding that cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strict(data, encoding, path), path), encoding
    wide = _wide(data)
    if wide:
        return _checked(_strict(data, wide, path), path), wide
    try:
        return _checked(data.decode("utf-8"), path), "utf-8"
    except UnicodeDecodeError as error:
        if _binary(data):
            raise Unreadable(path, "the file is not text.", "Export the transcript as text, and put that there.", 1) from None
        _refuse_damaged_utf8(data, error, path)
    encoding = _legacy(data) or _by_statistics(data)
    if encoding is None:
        line, byte = _where(data, _first_high(data))
        raise Unreadable(path, f"its encoding cannot be told (byte {byte:#x} is the first that is not ASCII).", _REMEDY, line)
    return _checked(_strict(data, encoding, path), path), encoding


def _strict(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise Unreadable(path, f"byte {error.start} is not {encoding}, in which the rest is.", _REMEDY, line) from None


def _checked(text: str, path: str) -> str:
    """The text, unless control characters say that it is something else or that it is damaged."""
    m = _CONTROL.search(text)
    if m and len(_CONTROL.findall(text)) > len(text) / 20_000:
        raise Unreadable(
            path,
            f"character {m.start()} is {m[0]!r}, which no text holds.",
            "Look whether the file is damaged, or is not text.",
            text.count("\n", 0, m.start()) + 1,
        )
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: its ASCII has a 0 in every other byte, and read so it is letters of known scripts throughout."""
    head = data[:4096]
    if len(head) < 4 or len(data) % 2 or b"\0" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "ignore")
        if (
            len(_KNOWN.findall(text)) >= 0.98 * len(text)
            and re.search(r"[\n ]", text)
            and not _CONTROL.search(text)
            and _decodes(data, encoding)
        ):
            return encoding
    return None


def _binary(data: bytes) -> bool:
    head = data[:8192]
    return head.count(0) > 0 or sum(b < 9 or 13 < b < 27 for b in head) > len(head) / 50


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> None:
    """A file that is UTF-8 but for a few bytes is damaged; any one-byte encoding would decode it, to nonsense."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    wide = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    if wide >= 3 * wrong and wide + wrong > 3:
        line, byte = _where(data, error.start)
        raise Unreadable(
            path, f"byte {error.start} ({byte:#x}) is not UTF-8, in which the rest of the file is.", "Mend or remove that character.", line
        )


def _first_high(data: bytes) -> int:
    m = _HIGH_RUN.search(data)
    return m.start() if m else 0


def _where(data: bytes, at: int) -> tuple[int, int]:
    return data.count(b"\n", 0, at) + 1, data[at] if at < len(data) else 0


def _sample(data: bytes) -> bytes:
    """The part of the file, up to whole lines, from which its encoding is judged."""
    at = max(_first_high(data) - 200, 0)
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", start + _SAMPLE)
    return data[start : end if end > 0 else len(data)]


def _legacy(data: bytes) -> str | None:
    """The East Asian or Western encoding whose commonest characters the text is made of."""
    sample = _sample(data)
    scores: list[tuple[float, str]] = []
    for encoding, common in _COMMON.items():
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = [c for c in text if c > "\x7f" and c.isalnum()]
        if wide and not re.search(r"[\ue000-\uf8ff]", text):
            scores.append((sum(c in common for c in wide) / len(wide), encoding))
    best = max(scores, default=(0.0, ""))
    runs = _HIGH_RUN.findall(sample)
    alone = sum(len(r) == 1 for r in runs) / max(len(runs), 1)
    if best[0] >= 0.12 and alone < 0.9:
        if best[1] == "gb18030":
            return "gbk" if _decodes(data, "gbk") else "gb18030"
        return "shift_jis" if best[1] == "cp932" and _decodes(data, "shift_jis") else best[1]
    return _western(sample) if sum(len(r) <= 2 for r in runs) >= 0.9 * len(runs) else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _western(sample: bytes) -> str | None:
    """Latin-1 or its Windows cousin: single bytes between ASCII letters that read as accented letters or as typographers' marks."""
    encoding = "cp1252" if re.search(rb"[\x80-\x9f]", sample) else "iso-8859-1"
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    wide = re.findall(r"[^\x00-\x7f]", text)
    fine = re.findall(r"[àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœÀÁÂÄÅÆÇÈÉÊÍÎÑÓÔÖØÚÜŒ\u00a0¿¡«»°ºª€£©®·–—‘’“”…•§]", text)
    return encoding if len(fine) >= 0.95 * len(wide) else None


def _by_statistics(data: bytes) -> str | None:
    best = from_bytes(_sample(data), chunk_size=1024).best()
    if best is None or best.chaos > 0.1 or best.coherence < 0.2:
        return None
    return best.encoding if _decodes(data, best.encoding) else None
