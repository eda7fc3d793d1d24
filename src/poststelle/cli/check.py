"""`poststelle check`: the steps of the dialog as they end; red means exit code 1."""

import asyncio
from gettext import gettext as _

from poststelle.cli.failures import failed
from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.finding import CheckRun, Finding, Status

SIGNS = {Status.OK: "●", Status.NOTICE: "▲", Status.WAITING: "◔", Status.FAILED: "✖", Status.SKIPPED: "○"}


@make("check", fields=("address", "person", "green", "started", "ended", "findings"))
@mailbox_argument
@as_option()
@option("--send-test", is_flag=True, help=N_("Also send a test message to the mailbox itself and look for it."))
def command(surroundings: Surroundings, address: Address, person: Address | None, send_test: bool) -> None:
    """Check the configuration of a mailbox step by step.

    Exit code 1 when a step is red.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import check

    mailbox = actor.mailbox_at(address)
    acting = actor.member(person, mailbox)
    run = asyncio.run(
        check.run(
            surroundings.parts, acting, mailbox.id, send_test=send_test, note=lambda found: _tell(surroundings, found)
        )
    )
    verdict = _("The configuration works.") if run.green else _("The configuration does not work yet.")
    surroundings.out.show(_record(surroundings, address, acting.address, run), verdict)
    if not run.green:
        raise failed()


def _tell(surroundings: Surroundings, finding: Finding) -> None:
    from poststelle.words import texts

    language = surroundings.language
    step = texts.term(finding.step, language)
    surroundings.out.say(f"{SIGNS[finding.status]} {texts.term(finding.status, language):<12} {step}")
    if finding.status in (Status.FAILED, Status.NOTICE, Status.WAITING):
        told = texts.explain(finding.code, finding.facts, language)
        for line in filter(None, (told.title, told.text, told.remedy, _who(finding, language))):
            surroundings.out.say(f"    {line}")


def _who(finding: Finding, language: str) -> str:
    from poststelle.words import texts

    if finding.responsible is None:
        return ""
    return _("Who can do it: {who}").format(who=texts.term(finding.responsible, language))


def _record(surroundings: Surroundings, address: Address, person: Address, run: CheckRun) -> dict[str, object]:
    return {
        "address": address,
        "person": person,
        "green": run.green,
        "started": run.started,
        "ended": run.ended,
        "findings": [_step(finding, surroundings.language) for finding in run.findings],
    }


def _step(finding: Finding, language: str) -> dict[str, object]:
    from poststelle.words import texts

    told = texts.explain(finding.code, finding.facts, language)
    return {
        "step": finding.step,
        "status": finding.status,
        "code": finding.code,
        "title": texts.term(finding.step, language),
        "text": told.text or told.title,
        "remedy": told.remedy,
        "responsible": finding.responsible,
        "milliseconds": finding.milliseconds,
        "facts": dict(finding.facts),
    }
