"""The order of the steps and what each of them needs."""

from collections.abc import Awaitable, Callable, Mapping

from poststelle.mailroom.check import (
    connection,
    encryption,
    folders,
    greeting,
    login,
    mailbox,
    name,
    outgoing,
    provider,
    round_trip,
    send,
    settings,
    token,
    token_fits,
)
from poststelle.mailroom.check.context import Context
from poststelle.model.finding import Finding, Step

RUN: Mapping[Step, Callable[[Context], Awaitable[Finding]]] = {
    Step.SETTINGS: settings.run,
    Step.PROVIDER: provider.run,
    Step.TOKEN: token.run,
    Step.TOKEN_FITS: token_fits.run,
    Step.NAME: name.run,
    Step.CONNECTION: connection.run,
    Step.ENCRYPTION: encryption.run,
    Step.GREETING: greeting.run,
    Step.LOGIN: login.run,
    Step.MAILBOX: mailbox.run,
    Step.FOLDERS: folders.run,
    Step.OUTGOING: outgoing.run,
    Step.SEND: send.run,
    Step.ROUND_TRIP: round_trip.run,
}

NEEDS: Mapping[Step, tuple[Step, ...]] = {
    Step.SETTINGS: (),
    Step.PROVIDER: (Step.SETTINGS,),
    Step.TOKEN: (Step.PROVIDER,),
    Step.TOKEN_FITS: (Step.TOKEN,),
    Step.NAME: (Step.SETTINGS,),
    Step.CONNECTION: (Step.NAME,),
    Step.ENCRYPTION: (Step.CONNECTION,),
    Step.GREETING: (Step.ENCRYPTION,),
    Step.LOGIN: (Step.GREETING, Step.TOKEN_FITS),
    Step.MAILBOX: (Step.LOGIN,),
    Step.FOLDERS: (Step.MAILBOX,),
    Step.OUTGOING: (Step.SETTINGS, Step.TOKEN_FITS),
    Step.SEND: (Step.OUTGOING,),
    Step.ROUND_TRIP: (Step.SEND, Step.MAILBOX),
}


def behind(step: Step, troubles: Mapping[Step, Step]) -> Step | None:
    """The failed step this one hangs on, through as many others as there are; `troubles` leads each to its root."""
    return next((troubles[needed] for needed in NEEDS[step] if needed in troubles), None)
