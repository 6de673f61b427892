"""Tie, the mapping language: text in, a pure program out."""
