"""Arguments and options that several commands take, parsed where they enter."""

import re
from collections.abc import Callable
from gettext import gettext as _
from typing import Any

import click

from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.model.address import Address
from poststelle.model.rights import Right


class AddressType(click.ParamType[Address]):
    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        try:
            return Address.parse(str(value))
        except ValueError:
            self.fail(_("{value} is not a mail address.").format(value=repr(value)), param, ctx)


ADDRESS = AddressType()
RIGHT = click.Choice([right.value for right in Right])


def mailbox_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("address", type=ADDRESS, metavar="ADDRESS")(function)


def as_option(*, required: bool = False) -> Callable[[Any], Any]:
    """Who acts. Whoever may read the home directory holds its key, so the default is a convenience, not a door."""
    return option(
        "--as",
        "person",
        type=ADDRESS,
        metavar="PERSON",
        envvar="POSTSTELLE_PERSON",
        required=required,
        help=N_("Who acts, by address (POSTSTELLE_PERSON)."),
    )


def split_list(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]
