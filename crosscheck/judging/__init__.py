"""Judge: from a pair and its evidence to a verdict with a reason.

`probes` read more out of the NLI model, `evidence` measures a pair, `weights` turns the measurements into
calibrated probabilities, `rules` veto or settle, `differences` and `points` find the words that differ,
`reasons` says why in plain words, `judge` puts them together, `findings` and `groups` make what reports show.
"""
