"""Pair: claims of different sources that may speak of the same fact.

`copies` folds wire copies into one voice, `stories` says which articles can tell the same story, `occasions`
which claims can speak of the same days, `candidates` aligns the claims of two such articles.
"""
