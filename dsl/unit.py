"""One file of Tie with what it declares and what it takes from other files."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl import nodes
from dsl.source import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """A parsed file, its tables read and the files it uses linked."""

    source: Source
    mapping: nodes.Mapping
    tables: Mapping[str, nodes.Table]
    """Its own tables, those from files among them."""
    functions: Mapping[str, nodes.Function]
    """Its own `fn` functions."""
    imports: Mapping[str, "Unit"]
    """For each name after `use`, the file that declares it."""

    @property
    def inputs(self) -> tuple[nodes.From, ...]:
        """The inputs that the header declares, none without a header."""
        return self.mapping.header.inputs if self.mapping.header else ()
