"""From the syntax tree to closures: how each part of a mapping is evaluated."""
