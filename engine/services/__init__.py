"""Stored services: their text, validity and history."""
