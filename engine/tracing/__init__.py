"""Tracing: what an exchange did, kept from a threshold on, with secrets masked."""
