"""Ready-made mappings, one folder per partner system. Data only."""
