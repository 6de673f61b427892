"""The function library of Tie: one module a family, each declaring one constant `FUNCTIONS`."""
