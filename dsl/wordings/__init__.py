"""The wording of every diagnostic of the language, phase by phase."""
