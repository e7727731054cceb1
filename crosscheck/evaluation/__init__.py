"""Evaluation: what findings are worth, measured on labelled newsroom material.

`data` reads the labels, `remembered` keeps model output between measurements, `clusters`, `natural`, `pairs`,
`public` and `sentences` measure, `bootstrap` puts intervals around it, `plain` is the recipe to beat, `run` does
all of it, `record` is what a run stores; `comparison`, `gate`, `ablation`, `table` and `page` are made of that.
"""
