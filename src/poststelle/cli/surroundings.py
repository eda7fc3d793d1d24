"""What a command works in: home directory, language and output; the installation opens when first needed."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from poststelle.cli.output import Output

if TYPE_CHECKING:
    from poststelle.mailroom.parts import Parts
    from poststelle.wiring.installation import Installation


@dataclass
class Surroundings:
    home: Path | None  # None: POSTSTELLE_HOME, or the default of `config`
    language: str
    out: Output = field(default_factory=Output)

    @cached_property
    def installation(self) -> "Installation":
        from poststelle.wiring.installation import open_home

        return open_home(self.home)

    def open(self) -> "Installation":
        """Django and the database come up here; only afterwards can the mailroom be imported.

        Later than the arguments are read, so that `--help` and wrong usage answer at once.
        """
        return self.installation

    @property
    def parts(self) -> "Parts":
        return self.installation.parts
