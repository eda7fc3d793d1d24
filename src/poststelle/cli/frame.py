"""What all commands share: the common options, help in two languages, and the fields of their `--json`."""

import os
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from poststelle.cli.language import LANGUAGES, N_
from poststelle.cli.output import Output
from poststelle.cli.surroundings import Surroundings

WRONG_USAGE = 2


class Command(click.Command):
    """A command that names the fields of its JSON; its help is translated when it is shown."""

    def __init__(self, *arguments: Any, fields: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.fields = fields

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help, untranslated = translated(self.help), self.help
        super().format_help_text(ctx, formatter)
        self.help = untranslated

    def get_short_help_str(self, limit: int = 45) -> str:
        return translated(self.help).partition("\n")[0].rstrip(".")


class Option(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help, untranslated = translated(self.help), self.help
        record = super().get_help_record(ctx)
        self.help = untranslated
        return record


def translated(text: str | None) -> str:
    """Looked up paragraph by paragraph, each on one line, as the catalogue has them."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in (text or "").strip().split("\n\n"))
    return "\n\n".join(_(paragraph) if paragraph else "" for paragraph in paragraphs)


def option(*declarations: str, **settings: Any) -> Callable[[Any], Any]:
    return click.option(*declarations, cls=Option, **settings)


def command(
    name: str, *, fields: tuple[str, ...] = (), json: bool = True, home: bool = True
) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function that takes the surroundings first."""

    def decorate(function: Callable[..., None]) -> Command:
        def callback(**values: Any) -> None:
            function(_surroundings(values), **values)

        callback.__doc__ = function.__doc__
        params = list(reversed(getattr(function, "__click_params__", [])))
        params += _common(json=json, home=home)
        return Command(name, callback=callback, params=params, help=function.__doc__, fields=fields)

    return decorate


def home_option() -> click.Option:
    return Option(
        ["--home"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=N_("Directory with all state of the installation (POSTSTELLE_HOME)."),
    )


def language_option() -> click.Option:
    return Option(
        ["--language"],
        type=click.Choice(LANGUAGES),
        help=N_("Language of the output (POSTSTELLE_LANGUAGE, or the locale)."),
    )


def json_option() -> click.Option:
    return Option(["--json", "json"], is_flag=True, help=N_("For programs: one JSON object a line."))


def _common(*, json: bool, home: bool) -> list[click.Parameter]:
    return [*([json_option()] if json else []), *([home_option()] if home else []), language_option()]


def _surroundings(values: dict[str, Any]) -> Surroundings:
    """The common options may stand before or behind the command's name; behind wins."""
    above: dict[str, Any] = click.get_current_context().find_root().params
    home = values.pop("home", None) or above.get("home")
    language = values.pop("language", None) or above.get("language") or os.environ.get("LANGUAGE", "en")
    json = bool(values.pop("json", False) or above.get("json"))
    return Surroundings(home, language, Output(json=json))
