"""From text to the syntax tree: lexer, lowering of the parse tree, slips named by example."""
