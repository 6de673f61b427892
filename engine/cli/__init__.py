"""The command `crosstie`: one file per command."""
