"""Four mappings, written in Tie, by hand and in other mapping languages; see `docs` in RESULTS.md.

a: a flat rename with lookups. b: an issue becomes a ticket. c: the totals of an order of 100 lines.
d: 2,000 people, of whom some 80 % are kept.
"""
