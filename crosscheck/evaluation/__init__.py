"""Evaluation: what findings are worth, measured on labelled newsroom material.

`data` reads the labels, `chain` runs what is measured, `matching` and `outcomes` hold it against them.
Measures are taken in `clusters`, `natural`, `pairs`, `public`, `sentences` and `speed`; `bootstrap` puts
intervals around them, `plain` is the recipe to beat, `run` does all of it and `record` is what a run stores.
`comparison`, `gate`, `ablation`, `table` and `page` are made of that.
"""
