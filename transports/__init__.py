"""Transports: bytes to message and back, one file each."""
