"""Damages clean bilingual conversations the way real transcripts are damaged, and keeps the truth.

    python -m tests.damage            writes raw/ and tests/samples/truth/ again from tests/samples/clean/

A clean conversation is a text file: `key: value` lines, people (`host M = Name: about`), `# heading`, `## summary | summary`, and
turns `M | English | Chinese`. `{right~wrong}` in the English is a word that the damaged file gets wrong. The truth has the
format of the labels that the scorer reads: turns with raw spans, mis-transcriptions, which English each Chinese line translates.
"""
