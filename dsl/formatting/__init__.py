"""From the syntax tree back to text: the one style of Tie."""
