"""Scenes 1 to 3: create a mailbox, grant its rights, say how it is reached.

Administrators do this; an actor of `None` is the owner of the installation, see `mailroom.persons`. Where a provider
has a directory that programs may use, mailboxes and rights are made there as well; elsewhere they are wanted here until
the check proves them.
"""

from poststelle.mailroom.configure.connecting import connect
from poststelle.mailroom.configure.creating import NewMailbox, create, remove, rename
from poststelle.mailroom.configure.granting import grant, revoke
from poststelle.mailroom.configure.mirror import directory_script
from poststelle.mailroom.configure.registering import app, apps, register, unregister
from poststelle.mailroom.configure.slips import AppFields, Mistake, app_mistakes, connection_mistakes, mistakes

__all__ = [
    "AppFields",
    "Mistake",
    "NewMailbox",
    "app",
    "app_mistakes",
    "apps",
    "connect",
    "connection_mistakes",
    "create",
    "directory_script",
    "grant",
    "mistakes",
    "register",
    "remove",
    "rename",
    "revoke",
    "unregister",
]
