"""What we ask of partners: one module per type of invoker."""
