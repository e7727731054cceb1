"""Sentences of a document, which of them make claims, and what each claim names."""
