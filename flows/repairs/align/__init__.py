"""Alignment of a conversation with its translation: sentences, what they have in common, and the likeliest path through both.

units     a side as sentences, each with its turn, its printed line and its raw spans
features  the words, numbers and characters of each sentence
lexical   which translate which: the shipped table, anchors, and what the document itself teaches (IBM model 1)
layout    whether what stands printed side by side translates each other
dp        the dynamic programme
path      all of it together: for each sentence of the translation, the sentence it translates
links     from the path to claims
"""
