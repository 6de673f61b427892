"""The web console under `/console`."""
