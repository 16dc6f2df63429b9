"""Bilingual documents for tests of alignment, from the clean sample conversations, and a second translation of some turns."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.document.model import Document, Link, Metadata, Piece, RawText
from tests.damage.conversation import load

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "clean"

# Another translation of nine turns of `long-signal`, from the one that begins so.
SECOND_FROM = "Our last run was about"
SECOND = (
    "我们最近那次最终训练花了差不多二十万美元,人人都拿这个数说事。可是没人提我们在那些永远不会公开的训练上砸掉的八十万。再加上工资,数目不大,还有咖啡钱,那可不小。",
    "跟我那本书一个道理。大家看见的是四百页,看不见的是关于核函数的那一章,我写了五遍,最后拿掉了。",
    "为什么拿掉?",
    "因为我发现,我讲它其实是想显摆自己懂。凭这个留下一章可不行。我太太看完说,写得很聪明,可是给谁看呢?",
    "听起来你太太是位很棒的编辑。",
    "她当兽医。病人说不清自己哪儿不舒服,她早就习惯了。",
    "我再讲两句钱的事行吗?我认为值得看的不是花了多少美元,而是允许自己错几次。按我们的预算,每年能错四十回,前沿实验室能错四千回。不过我们这四十回,回回都有记录。",
    "说得真漂亮。",
    "这话是我从一位经济学家那儿偷来的。",
)


@dataclass(frozen=True)
class Line:
    """A line of the translation and the turns (numbers) it translates; ``again`` where another line of the document says the same."""

    text: str
    turns: tuple[int, ...]
    again: bool = False


@cache
def sample(name: str) -> tuple[tuple[str, str], ...]:
    """(English, Chinese) of each turn of a clean sample."""
    return tuple((said.right, said.target) for said in load(SAMPLES / f"{name}.txt").turns)


def lines_of(turns: Sequence[tuple[str, str]]) -> list[Line]:
    return [Line(target, (k,)) for k, (_, target) in enumerate(turns)]


@dataclass(frozen=True)
class Built:
    """A document and its truth: where each turn and each line of the translation is in raw text."""

    document: Document
    turns: tuple[tuple[int, int], ...]
    lines: tuple[tuple[tuple[int, int], Line], ...]

    def translated(self, links: Sequence[Link], line: int) -> set[int]:
        """Turns that links pair with a line."""
        start, end = self.lines[line][0]
        spans = [s for link in links if any(a < end and start < b for a, b in link.target) for s in link.source]
        return {k for k, (a, b) in enumerate(self.turns) if any(x < b and a < y for x, y in spans)}

    def wrong(self, links: Sequence[Link]) -> list[int]:
        """Lines that are not repeats and are paired with other turns than they translate."""
        return [k for k, (_, line) in enumerate(self.lines) if not line.again and self.translated(links, k) != set(line.turns)]

    def again(self) -> set[int]:
        """Where the repeated lines begin."""
        return {a for (a, _), line in self.lines if line.again}


def build(turns: Sequence[str], lines: Sequence[Line], printed: Sequence[int] | None = None,
          langs: tuple[str, str] = ("en", "zh")) -> Built:
    """A document whose turns stand in order, each in one piece, and whose lines of the translation stand after turn ``printed[k]``.

    Without ``printed`` they are spread over the turns as far as they go, as in a layout that has drifted. Turn and line that stand
    together share a layout unit.
    """
    after = list(printed) if printed is not None else [k * len(turns) // len(lines) for k in range(len(lines))]
    text, pieces, at_turn, at_line = "", [], [], []
    for n, turn in enumerate(turns):
        at_turn.append((len(text), len(text) + len(turn)))
        pieces.append(Piece(*at_turn[-1], langs[0], "A", group=n))
        text += turn + "\n"
        for k, line in enumerate(lines):
            if after[k] == n:
                at_line.append(((len(text), len(text) + len(line.text)), line))
                pieces.append(Piece(*at_line[-1][0], langs[1], "A", group=n))
                text += line.text + "\n"
    raw = RawText(text, "utf-8", "", "built.txt")
    return Built(Document("built", raw, "test", Metadata(source_lang=langs[0]), (), tuple(pieces)), tuple(at_turn), tuple(at_line))
