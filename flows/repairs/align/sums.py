"""Small helpers over labels of sentences."""
from __future__ import annotations

import numpy as np
import scipy.sparse as sp


def memberships(labels: np.ndarray, count: int) -> sp.csr_matrix:
    """Units x sentences: which sentences a unit holds; ``labels`` gives each sentence's unit, -1 for none."""
    inside = np.flatnonzero(labels >= 0)
    return sp.csr_matrix((np.ones(len(inside), dtype=np.float32), (labels[inside], inside)), shape=(count, len(labels)))


def firsts(labels: np.ndarray) -> np.ndarray:
    """Where a new label begins, in a run of labels.

    >>> firsts(np.array([4, 4, 7, 4])).tolist()
    [0, 2, 3]
    """
    return np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]]) if len(labels) else np.zeros(0, dtype=np.int64)


def chunks(labels: np.ndarray, size: int) -> np.ndarray:
    """For each sentence the number of its chunk: at most ``size`` sentences in a row of one label.

    >>> chunks(np.array([4, 4, 4, 7, 7]), 2).tolist()
    [0, 0, 1, 2, 2]
    """
    first = firsts(labels)
    within = np.arange(len(labels)) - np.repeat(first, np.diff(np.r_[first, len(labels)]))
    return np.cumsum(within % size == 0) - 1
