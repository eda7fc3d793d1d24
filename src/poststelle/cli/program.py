"""The program `poststelle`: its commands by name, loaded when one is called.

The table carries the first help line of each command, so that `poststelle --help` imports none of them.
"""

import os
import sys
from collections.abc import Sequence
from gettext import gettext as _
from importlib import import_module
from typing import Any, NoReturn

import click

from poststelle.cli import language
from poststelle.cli.failures import Failure, report
from poststelle.cli.frame import Option, home_option, json_option, language_option, translated
from poststelle.cli.language import N_

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", N_("Start Poststelle with its sandbox provider and sample mail.")),
    "serve": ("serve", N_("Serve the pages and the REST API.")),
    "worker": ("worker", N_("Fetch and send in the background.")),
    "sandbox": ("sandbox", N_("Start the sandbox provider alone.")),
    "apply": ("apply", N_("Bring the installation to what a TOML file says.")),
    "mailbox": ("mailbox", N_("Create, configure and list mailboxes.")),
    "person": ("person", N_("Create and list people.")),
    "token": ("token", N_("Create, list and revoke API tokens.")),
    "rights": ("rights", N_("Show who holds which right on a mailbox, and why not.")),
    "grant": ("grant", N_("Grant a person rights on a mailbox.")),
    "revoke": ("revoke", N_("Take rights on a mailbox from a person.")),
    "authorize": ("authorize", N_("Sign a person in at the provider for a mailbox.")),
    "check": ("check", N_("Check the configuration of a mailbox step by step.")),
    "fetch": ("fetch", N_("Fetch what is new in a mailbox.")),
    "messages": ("messages", N_("List or search the messages of a mailbox.")),
    "show": ("show", N_("Show one message.")),
    "send": ("send", N_("Send a message as a mailbox or on its behalf.")),
    "export": ("export", N_("Write all messages of a mailbox into a directory.")),
}


class Group(click.Group):
    """A group whose commands are imported when they are called; `table` maps their names to module and help."""

    def __init__(self, *arguments: Any, table: dict[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        made: click.Command = import_module(f"poststelle.cli.{self.table[cmd_name][0]}").command
        return made

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(help_line).rstrip(".")) for name, (_module, help_line) in self.table.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translated(self.help))

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> NoReturn:
        """Run and leave with the documented exit code, never with a traceback."""
        arguments = list(sys.argv[1:] if args is None else args)
        language.speak(language.choose(arguments, os.environ), os.environ)
        try:
            with self.make_context("poststelle", list(arguments)) as context:
                self.invoke(context)
        except BaseException as failure:  # the one place where everything ends
            sys.exit(report(failure, arguments, os.environ))
        sys.exit(Failure.NONE)


program = Group(
    "poststelle",
    table=COMMANDS,
    help=N_("Shared mailboxes with OAuth 2.0: configure, authorize, check, fetch, read and send by right."),
    params=[home_option(), language_option(), json_option()],
    context_settings={"help_option_names": ["--help", "-h"]},
)
program = click.version_option(
    package_name="poststelle", prog_name="poststelle", cls=Option, help=N_("Show the version and exit.")
)(program)
