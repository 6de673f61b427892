"""Archives: a whole store in one file that either database can be filled from."""
