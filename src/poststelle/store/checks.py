"""Runs of the check, with their findings in the order they came."""

from datetime import datetime
from typing import Any

from django.db import transaction

from poststelle.model.errors import NotFound
from poststelle.model.finding import CheckRun, Finding, Responsible, Status, Step
from poststelle.model.identifiers import CheckRunId, MailboxId, PersonId
from poststelle.store import models


def start(mailbox: MailboxId, person: PersonId, at: datetime) -> CheckRunId:
    return CheckRunId(models.CheckRun.objects.create(mailbox_id=mailbox, person_id=person, started=at).pk)


def note(run: CheckRunId, finding: Finding) -> None:
    """Append a finding, so that whoever watches sees it at once."""
    with transaction.atomic():
        row = _row(run)
        row.findings = [*row.findings, _plain(finding)]
        row.save(update_fields=["findings"])


def end(run: CheckRunId, at: datetime) -> CheckRun:
    models.CheckRun.objects.filter(pk=run).update(ended=at)
    return find(run)


def find(run: CheckRunId) -> CheckRun:
    return _value(_row(run))


def latest(mailbox: MailboxId) -> CheckRun | None:
    """The newest run, which may not have ended."""
    row = models.CheckRun.objects.filter(mailbox=mailbox).order_by("-pk").first()
    return _value(row) if row else None


def _row(run: CheckRunId) -> models.CheckRun:
    row = models.CheckRun.objects.filter(pk=run).first()
    if row is None:
        raise NotFound("check-unknown", run=str(run))
    return row


def _value(row: models.CheckRun) -> CheckRun:
    return CheckRun(
        id=CheckRunId(row.pk),
        mailbox=MailboxId(row.mailbox_id),
        person=PersonId(row.person_id),
        started=row.started,
        ended=row.ended,
        findings=tuple(map(_finding, row.findings)),
    )


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "step": finding.step,
        "status": finding.status,
        "code": finding.code,
        "facts": dict(finding.facts),
        "remedy": finding.remedy,
        "responsible": finding.responsible,
        "milliseconds": finding.milliseconds,
    }


def _finding(plain: dict[str, Any]) -> Finding:
    return Finding(
        step=Step(plain["step"]),
        status=Status(plain["status"]),
        code=plain["code"],
        facts=plain["facts"],
        remedy=plain["remedy"],
        responsible=Responsible(plain["responsible"]) if plain["responsible"] else None,
        milliseconds=plain["milliseconds"],
    )
