"""Readers of raw formats: each recognises and parses one family; `read` lets the surest do it."""

from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.registry import read, recognise_all

__all__ = ["Reading", "Recognition", "Unreadable", "read", "recognise_all"]
