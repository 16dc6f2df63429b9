"""Which terms translate which, and how much more probable a sentence is as the translation of another than by itself.

IBM model 1 (Brown et al. 1993): each term of the translation comes from one term of the source or from nowhere. What is known
before (table, anchors) is the starting point; the document's own aligned sentences teach the rest.
"""
from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from flows.evidence.translation import Table
from flows.repairs.align.features import Bag

FROM_SOURCE = 0.3  # share of a translation's terms that the known translations account for
KEPT_AS_IS = 0.5  # chance that a name or a number stands in the translation as it is
ROUNDS, OFTEN, LEAST, NOISE = 4, 0.12, 0.02, 2.0
CELLS = 3_000_000  # pairs of terms that one round of learning looks at


def anchors(source: Bag, target: Bag) -> sp.csr_matrix:
    """Terms that both sides have in the same form: names, brands, quantities."""
    pairs = [(i, target.terms[t]) for t, i in source.terms.items() if t in target.terms and len(t) > 1]
    return _matrix(source, target, [(i, j, KEPT_AS_IS) for i, j in pairs])


def known(source: Bag, target: Bag, table: Table | None) -> sp.csr_matrix:
    """p(target term | source term) before the document has taught anything: anchors, and the table where there is one."""
    entries = []
    for word, i in source.terms.items() if table else ():
        for translation, p in table.translations(word):  # type: ignore[union-attr]
            parts = [translation] if translation in target.terms or len(translation) == 1 else _pairs(translation)
            entries += [(i, target.terms[t], p / len(parts) * (FROM_SOURCE if len(t) == 1 else 1.0)) for t in parts if t in target.terms]
    return (_matrix(source, target, entries) + anchors(source, target)).tocsr()


def _pairs(word: str) -> list[str]:
    return [word[k:k + 2] for k in range(len(word) - 1)] if not word.isascii() else [word]


def _matrix(source: Bag, target: Bag, entries: list[tuple[int, int, float]]) -> sp.csr_matrix:
    rows, cols, values = zip(*entries) if entries else ((), (), ())
    out = sp.csr_matrix((np.array(values, dtype=np.float32), (np.array(rows, dtype=np.int64), np.array(cols, dtype=np.int64))),
                        shape=(len(source.terms), len(target.terms)))
    out.sum_duplicates()
    return out


def expectation(counts: sp.csr_matrix, p: sp.csr_matrix, background: np.ndarray) -> sp.csr_matrix:
    """For units of the source (rows of ``counts``): how much each target term is favoured by them, in nats.

    log(1 + a/(1-a) * p(t|unit)/p(t)), with a the share of terms that have a source. Times the terms of a sentence, it is the log
    likelihood ratio between translation and chance but for a constant a term.
    """
    size = np.asarray(counts.sum(1)).ravel()
    out = (sp.diags((1 / np.maximum(size, 1)).astype(np.float32)) @ counts @ p).tocsr()
    odds = FROM_SOURCE / (1 - FROM_SOURCE) * out.data.astype(np.float64) / background[out.indices]
    out.data = np.log1p(odds).astype(np.float32)  # rounded after the logarithm, whose last digits differ between processors
    return out


def learn(source: Bag, target: Bag, units: tuple[sp.csr_matrix, sp.csr_matrix], prior: sp.csr_matrix) -> sp.csr_matrix:
    """Translation probabilities after a few rounds of expectation maximisation over aligned units, mixed with the prior.

    units  two matrices (units x sentences) that say which sentences of each side an aligned unit holds.
    """
    us, ut = _sampled(_thinned(units[0] @ source.counts), _thinned(units[1] @ target.counts))
    ns, nt = np.diff(us.indptr), np.diff(ut.indptr)
    cells = ns.astype(np.int64) * nt
    total = int(cells.sum())
    if not total:
        return prior
    unit = np.repeat(np.arange(len(cells)), cells)
    within = np.arange(total) - np.repeat(np.cumsum(cells) - cells, cells)
    si, ti = us.indptr[unit] + within // nt[unit], ut.indptr[unit] + within % nt[unit]
    width = len(target.terms)
    keys, which = np.unique(us.indices[si].astype(np.int64) * width + ut.indices[ti], return_inverse=True)
    word = keys // width
    background = target.background()[ut.indices]
    start = _at(prior, word, keys % width)
    p = start + 1e-3
    for _ in range(ROUNDS):
        weight = p[which] * us.data[si]
        nowhere = background * NOISE * ns[np.repeat(np.arange(len(nt)), nt)] / 10
        share = weight / (np.bincount(ti, weight, minlength=len(ut.data)) + nowhere)[ti] * ut.data[ti]
        expected = np.bincount(which, share, minlength=len(keys))
        seen = np.bincount(word, expected, minlength=len(source.terms)) + 1.0
        p = (expected / seen[word]).astype(np.float32) * (expected / (expected + 0.7))
    keep = p >= LEAST
    learned = sp.csr_matrix((p[keep].astype(np.float32), (word[keep], (keys % width)[keep])), shape=prior.shape)
    return _mixed(prior, learned, np.asarray(us.sum(0)).ravel())


def _sampled(us: sp.csr_matrix, ut: sp.csr_matrix) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Of very many units every second, third ...: memory stays bounded, and what is common is still seen often."""
    cells = int((np.diff(us.indptr).astype(np.int64) * np.diff(ut.indptr)).sum())
    step = -(-cells // CELLS) or 1
    return us[::step], ut[::step]


def _mixed(prior: sp.csr_matrix, learned: sp.csr_matrix, seen: np.ndarray) -> sp.csr_matrix:
    """The oftener a word was seen, the more its learned translations weigh; a word without a prior is learned alone."""
    trust = seen / (seen + 4.0)
    trust[np.diff(prior.indptr) == 0] = 1.0
    return (sp.diags((1 - trust).astype(np.float32)) @ prior + sp.diags(trust.astype(np.float32)) @ learned).tocsr()


def _thinned(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Without terms that stand in nearly every unit or in one alone: they teach nothing."""
    out = counts.tocsr()
    out.sort_indices()
    units = np.bincount(out.indices, minlength=out.shape[1])
    keep = ((units > 1) & (units <= max(OFTEN * out.shape[0], 8)))[out.indices]
    rows = np.repeat(np.arange(out.shape[0]), np.diff(out.indptr))[keep]
    return sp.csr_matrix((np.minimum(out.data[keep], 3.0), (rows, out.indices[keep])), shape=out.shape)


def _at(matrix: sp.csr_matrix, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Values of a sparse matrix at many places (0 where it has none)."""
    m = matrix.tocoo()
    width = matrix.shape[1]
    keys = m.row.astype(np.int64) * width + m.col
    order = np.argsort(keys, kind="stable")
    keys, values = keys[order], m.data[order]
    want = rows * width + cols
    if not len(keys):
        return np.zeros(len(want), dtype=np.float32)
    found = np.minimum(np.searchsorted(keys, want), len(keys) - 1)
    return np.where(keys[found] == want, values[found], 0.0).astype(np.float32)
