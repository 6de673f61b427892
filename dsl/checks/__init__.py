"""What the checker looks at, one module for each part of the language."""
