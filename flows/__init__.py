"""Messy bilingual transcripts to a dataset that people can trust."""

__version__ = "0.1.0"
