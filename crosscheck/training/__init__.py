"""Training, calibration and export of the bundled models. Needs `pip install -e '.[train]'`.

`examples` reads labelled data with leak checks, `nli` and `encoder` fine-tune, `export` writes what ships.
"""
