"""What happened at the desk, and which invokers it concerns."""
