"""Pair: claims of different sources that may speak of the same fact.

`copies` folds wire copies into one voice, `stories` says which articles can tell the same story, `candidates`
aligns the claims of two such articles.
"""
