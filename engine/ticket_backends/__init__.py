"""Ticket systems installed elsewhere that operations may be forwarded to."""
