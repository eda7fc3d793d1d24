"""A command with commands of its own, all in one module."""

import click

from poststelle.cli.frame import Command, translated


class Subcommands(click.Group):
    def __init__(self, name: str, *members: Command, help: str) -> None:  # noqa: A002 - click's name for it
        super().__init__(name, commands={member.name or "": member for member in members}, help=help)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help, untranslated = translated(self.help), self.help
        super().format_help_text(ctx, formatter)
        self.help = untranslated

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)
