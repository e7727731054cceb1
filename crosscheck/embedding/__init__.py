"""Embed: claims about the same fact come close together, also when they disagree."""
