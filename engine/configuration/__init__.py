"""Service files: YAML text into a checked definition, or diagnostics with positions in the YAML."""
