"""Small conversations with their translation, and what becomes of their words."""
from __future__ import annotations

from flows.document.decide import settle
from flows.document.model import Document, Metadata, Person, Piece, RawText, Suggestion
from flows.document.view import view
from flows.evidence.context import Context
from flows.repairs.mistranscription import mistranscription

# Puts a document into the field of the shipped lexicon.
FIELD = (("We train language models on GPUs, and the reinforcement learning runs on the same cluster.",
          "我们在 GPU 上训练语言模型,强化学习也在同一个集群上运行。"),
         ("The startup raised a seed round to build AI agents with deep learning.", "这家初创公司融了种子轮,用深度学习做智能体。"))


def talk(*lines: str | tuple[str, str], metadata: Metadata | None = None, field: bool = True) -> Document:
    """A document of English lines, or of English lines each with its Chinese."""
    pieces: list[Piece] = []
    text = ""
    for group, line in enumerate((*lines, *(FIELD if field else ()))):
        for said, lang in zip((line,) if isinstance(line, str) else line, ("en", "zh")):
            pieces.append(Piece(len(text), len(text) + len(said), lang, "Ada", group=group))
            text += said + "\n"
    raw = RawText(text, "utf-8", "", "talk.txt")
    return Document("talk", raw, "lines", metadata or Metadata(source_lang="en"), (), tuple(pieces))


def repaired(document: Document, *lexicons: str) -> Document:
    return settle(document, mistranscription(document, Context(lexicons=lexicons)))


def reads(*lines: str | tuple[str, str], lang: str = "en", metadata: Metadata | None = None, field: bool = True) -> str:
    """What the first line says after the repair."""
    document = repaired(talk(*lines, metadata=metadata, field=field))
    return view(document, document.side(lang)[:1]).text


def suggested(*lines: str | tuple[str, str]) -> tuple[Suggestion, ...]:
    return repaired(talk(*lines)).suggestions


HOSTS = Metadata(source_lang="en", show="The Lantern Podcast with Noor Haddad",
                 people=(Person("Noor Haddad", "host"), Person("Jules Wexler", "guest")))
