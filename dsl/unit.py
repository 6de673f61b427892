"""One file of Tie with what it declares and what it takes from other files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl import nodes
from dsl.source import Source
from dsl.templates.file import FileTemplate


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
    templates: Mapping[str, FileTemplate] = field(default_factory=dict)
    """The template files that it names, without those that could not be read."""

    @property
    def inputs(self) -> tuple[nodes.From, ...]:
        """The inputs that the header declares, none without a header."""
        return self.mapping.header.inputs if self.mapping.header else ()
