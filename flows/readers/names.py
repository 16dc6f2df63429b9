"""Whether a printed word or two look like a speaker's name, and which labels name nobody in particular."""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# People by their part in a conversation. A label of these may occur once, with a number or without, and still be a person.
_ROLE = """host co-host cohost moderator interviewer interviewee presenter anchor guest speaker narrator announcer audience student questioner participant
panelist caller listener viewer attendee member person man woman male female boy girl voice reporter professor teacher instructor lecturer doctor patient
operator researcher user assistant coach client customer judge chair president mc all both crowd group everyone unknown q a question answer
interviewer:host m f hablante moderador moderadora entrevistador entrevistadora invitado invitada anfitrión locutor público conductor presentador presentadora
sprecher sprecherin gastgeber gastgeberin gast moderatorin zuschauer frage antwort interviewerin
animateur animatrice hôte invité invitée intervenant intervenante auditeur journaliste locuteur voix public présentateur présentatrice
anfitrião apresentador apresentadora convidado convidada entrevistadora plateia
主持人 主持 主播 嘉宾 来宾 来賓 嘉賓 采访者 採訪者 受访者 受訪者 记者 記者 提问者 提問者 观众 觀眾 听众 聽眾 学生 學生 同学 同學 老师 老師 教授 讲者 講者 讲师 演讲者 研究员 旁白 解说 男 女 男声 女声
众人 全体 所有人 网友 读者 用户 问 答 学员 讲师 说话人 發言人 发言人 说话者 参会者 話者 司会 司会者 ゲスト 聞き手 男性 女性 視聴者 学生さん 진행자 사회자 게스트 손님 청중 학생 질문자 남자 여자
ведущий ведущая гость гостья зритель студент المذيع المذيعة الضيف الضيفة"""
_ROLES = frozenset(w for w in _ROLE.split() if ":" not in w)
_ROLE_PARTS = frozenset("audience member unidentified unknown male female young old first second third another other guest host co main student studio speaker voice "
                        "phone participant crowd online zoom".split())
# What heads a note, a field or a part of a page. Such a word is a label only where a file uses it again and again as one.
_STRUCTURAL = frozenset("""note notes location date time place title topic topics subject summary abstract transcript transcription source sources link links url video audio
duration length recorded recording published author authors editor translator translation participants attendees speakers speaker(s) guests hosts producer
chapter part section step figure table example warning tip disclaimer intro introduction outro break music song ad ads advertisement sponsor sponsors
conclusion background overview agenda contents references footnotes resources tags keywords category language original english chinese episode show podcast
season issue vol volume id file version status copyright license credits thanks contact email website twitter timestamp timestamps laughter applause silence
inaudible crosstalk clip key keys important remember question questions fact update edit ps p.s ref refer see also including following namely specifically
first second third finally however therefore because but and so then here there this that which what why how when where who yes no well okay ok
http https ftp mailto todo fixme info debug error warn warning
注 注意 备注 備註 说明 說明 标题 標題 题目 日期 时间 時間 地点 地點 主题 主題 话题 来源 來源 出处 链接 連結 视频 影片 音频 作者 编辑 編輯 编者 译者 譯者 翻译 翻譯 校对 原文 译文 譯文
简介 簡介 摘要 总结 總結 概要 目录 目錄 章节 第一章 问题 問題 回答 例如 比如 例 关键词 關鍵詞 标签 分类 时长 字数 参考 附录 片头 片尾 音乐 音樂 歌曲 广告 廣告 休息 鸣谢 版权 结论 结语 引言 背景 重点 要点 时间轴 时间线
nota fecha lugar hora título tema resumen ort datum zeit titel thema hinweis quelle lieu titre sujet résumé data hora local assunto 場所 日時 題名 概要 備考 날짜 장소 제목 주제""".split())
_ANONYMOUS = re.compile(
    r"(?:(?:unknown|unidentified)[ _-])?(?:speaker|spk|spkr|spks|person|voice|participant|s|sprecher(?:in)?|hablante|locuteur|intervenant|falante|orador|"
    r"发言人|發言人|说话人|說話人|说话者|讲者|講者|参会者|話者|スピーカー|화자|спикер)[ _:#-]*(?:[a-z]|\d{1,3})|(?:unknown|unidentified)(?:[ _-]speaker)?|\?+|[a-z]|speaker|\d{1,2}", re.I)
_PARTICLE = frozenset("van von de der den del della di da dos das du la le el al bin ibn ben y e und and of the from & st san ten ter af av zu zur jr sr dr mr mrs ms prof in at on with".split())
_CAPITAL = re.compile(r"[^\W\d_]")
_FUNCTION = re.compile(r"[的了是在我你他她它们這这那吗呢吧把被让给很就都也和与及或但不没有会能要说]")
_EAST = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HAN_ONLY = re.compile("[\u3400-\u9fff\uf900-\ufaff·•]+$")
_NUMBERED = re.compile(r"^(?P<base>.*?[^\d\W]|.*?[^\d\W]\.?)[ _#-]*(?P<number>\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})$")


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A label without the marks around it: `[Host]`, `>> Host`, `*Host*` are Host."""
    return re.sub(r"\s+", " ", label.strip(" \t\u00a0*_[]【】〔〕「」\\>》»:：-–—#")).strip()


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name as it is compared: width, case and punctuation do not count."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name)).casefold().strip()


def anonymous(label: str) -> bool:
    """Whether a label names nobody: `Speaker 1`, `SPEAKER_00`, `A`, `发言人2`, also of one part of a file (`Speaker A (2/12)`).

    >>> anonymous('SPEAKER_01'), anonymous('Speaker A'), anonymous('发言人 2'), anonymous('Ann')
    (True, True, True, False)
    """
    return bool(_ANONYMOUS.fullmatch(re.sub(r" \(\d+/\d+\)$", "", plain(label))))


@lru_cache(maxsize=4096)
def role(name: str) -> bool:
    """Whether a label says what part somebody plays, not who it is: `Host`, `Student 3`, `Audience Member`, `主持人`."""
    k = key(name)
    m = _NUMBERED.match(plain(name))
    base = key(m["base"]) if m else k
    return k in _ROLES or base in _ROLES or (bool(k) and all(w in _ROLE_PARTS or w in _ROLES or w.isdigit() for w in k.split()))


@lru_cache(maxsize=4096)
def structural(name: str) -> bool:
    """Whether a word heads a field, a note or a part of a page (`Location`, `Note`, `问题 5`), where it is no person's."""
    k = key(name)
    m = _NUMBERED.match(plain(name))
    return not role(name) and (k in _STRUCTURAL or bool(m and key(m["base"]) in _STRUCTURAL) or k.split(" ")[0] in _STRUCTURAL and len(k.split(" ")) > 1)


def numbered(name: str) -> tuple[str, str] | None:
    """``(base, number)`` of a name that ends in a number: `Question 5` gives (`question`, `5`)."""
    m = _NUMBERED.match(plain(name))
    return (key(m["base"]), m["number"]) if m and (m["number"].isdigit() or m["number"] in "一二三四五六七八九十") else None


def likeness(name: str) -> float:
    """How much a printed word or two look like the name of a speaker, 0 to 1.

    >>> likeness('Ann Lee') > 0.9 > likeness('So the thing is'), likeness('Location') < 0.2, likeness('张三') > 0.8
    (True, True, True)
    """
    name = plain(re.sub(r"[ \t]*[(（][^()（）]*[)）]$", "", name))
    if not name or not _CAPITAL.search(name):
        return 0.0
    if anonymous(name) or role(name):
        return 1.0
    if structural(name):
        return 0.1
    first = re.split(r"[,，/、|]", name)[0].strip() or name
    if _EAST.search(first):
        return _eastern(first)
    words = first.split()
    if re.search(r"[.!?;\"“”]", re.sub(r"\b(?:[^\W\d_]\.)+|\b[^\W\d_]{1,5}\.", "", first)):
        return 0.05
    lower = [w for w in words if w[0].islower() and w.strip(".").casefold() not in _PARTICLE]
    cased = any(c.isupper() for c in first)
    if not cased and any(c.islower() for c in first):
        return 0.45 if len(words) == 1 else 0.15
    if lower:
        return 0.15 if len(lower) * 2 >= len(words) or len(words) > 3 else 0.3
    proper = sum(w.strip(".").casefold() not in _PARTICLE for w in words)
    return {1: 0.75, 2: 0.95, 3: 0.95, 4: 0.85, 5: 0.6, 6: 0.4}.get(max(proper, len(words) // 2), 0.1)


def _eastern(name: str) -> float:
    bare = re.sub(r"[\s·•]", "", name)
    if _HAN_ONLY.match(bare):
        if _FUNCTION.search(bare) and len(bare) > 3:
            return 0.1
        if "·" in name or "•" in name:
            return 0.95
        return 0.9 if len(bare) <= 4 else 0.7 if len(bare) <= 6 else 0.35
    if _FUNCTION.search(bare):
        return 0.1
    return 0.75 if len(bare) <= 12 else 0.4
