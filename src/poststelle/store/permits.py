"""The door of the store: mail is touched with a permit for this mailbox and this purpose, or not at all."""

from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.identifiers import FolderId
from poststelle.model.rights import Permit, Purpose
from poststelle.store import models

READING = (Purpose.READ, Purpose.FILE, Purpose.EXPORT)
SENDING = (Purpose.SEND_AS, Purpose.SEND_ON_BEHALF)


def demand(permit: Permit, *purposes: Purpose) -> None:
    """Raise `NotPermitted` unless the permit was made for one of these purposes."""
    if permit.purpose not in purposes:
        raise NotPermitted("permit-for-something-else", purpose=permit.purpose, needed=" ".join(purposes))


def folder_of(permit: Permit, folder: FolderId) -> models.Folder:
    """The folder's row, if it lies in the permit's mailbox."""
    row = models.Folder.objects.filter(pk=folder, mailbox=permit.mailbox).first()
    if row is None:
        raise NotFound("folder-unknown", folder=str(folder))
    return row
