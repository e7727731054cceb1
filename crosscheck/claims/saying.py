"""Verbs of saying and what must stand around them, from `data/saying.toml`."""

from __future__ import annotations
