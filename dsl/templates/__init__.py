"""What Jinja is given: the statements of text blocks and of template files, never an expression."""
