"""Infer: whether one claim entails or contradicts another."""
