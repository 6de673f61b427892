"""From the checked syntax tree to Python code: the fast path of a mapping.

The code assumes that a value is what the mapping needs. Where it is not, it raises, and the
closure tree of `dsl.running` runs the mapping again with exact semantics and full errors. So the
code never has to say what is wrong; it only must not return anything the closures would not.
"""
