"""Measurements against rivals, as ratios of CPU per request in interleaved rounds."""
