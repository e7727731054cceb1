"""Index: the nearest vectors of those that were added."""
