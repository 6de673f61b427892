"""The desk file: who and what the ticket desk has, declared in YAML and applied as a whole."""
