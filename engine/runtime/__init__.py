"""The runtime: runs the stages of a compiled service, in order, and nothing else."""
