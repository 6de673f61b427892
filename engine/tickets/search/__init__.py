"""Searches for tickets: queries in, statements out, ids back."""
