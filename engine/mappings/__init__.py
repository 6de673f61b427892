"""Kinds of mapping: message to message, pure, one file each."""
