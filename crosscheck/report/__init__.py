"""A `Report` for people and programs: terminal, HTML, Markdown, CSV and data frame, and the JSON schema.

`outline` puts a report in the order in which every form shows it, `quotes` cuts quotes at their differing
words, `wording` holds the words, `links` says which addresses may be linked. Quotes, titles, names and
addresses are untrusted text in all of them.
"""
