"""The review desk: an editor's view of an archive in a browser, and the HTTP API beside it.

`app.create_app` puts both together. Three layers of middleware stand before them: `headers` says what a
browser may do, `gate` who may come in, `limits` how much they may bring. `pages` answers, one module a page,
with `cards`, `passage`, `stories` and `marks` as what is shown, `wording` as the words and `templates` as the
markup. What needs the models runs in `api.jobs`.
"""
