"""Fill the mailboxes of a new home with sample mail. The same every time but for the dates, which follow the clock."""

from datetime import datetime
from random import Random

from poststelle.sandbox.mail.store import Incoming, MailStore
from poststelle.sandbox.organisation import Organisation, Person, SharedMailbox
from poststelle.sandbox.sample import conversations, office
from poststelle.sandbox.sample.house import Desk, Post
from poststelle.sandbox.sample.people import Party

SEED = "Muster"


def fill(organisation: Organisation, store: MailStore, now: datetime) -> int:
    """How many messages were made; 0 where a mailbox has been opened before."""
    owners = [owner for address in organisation.addresses() if (owner := organisation.owner(address))]
    if any(store.folders(owner.id) for owner in owners):
        return 0
    staff = tuple(Party(person.name, person.address) for person in organisation.people() if person.licensed)
    made = 0
    for owner in owners:
        store.open(owner.id, owner.language)
        posts = sorted(posts_for(owner, staff, now), key=lambda post: post.at)
        for folder in store.folders(owner.id):
            mine = [Incoming(post.raw, post.at, post.flags) for post in posts if post.use is folder.use]
            if mine:
                made += len(store.append_all(folder.id, mine))
    return made


def posts_for(owner: Person | SharedMailbox, staff: tuple[Party, ...], now: datetime) -> list[Post]:
    me = Party(owner.name, owner.address)
    others = tuple(party for party in staff if party != me) or (me,)
    desk = Desk(me, others, owner.language, now, Random(f"{SEED}:{owner.address}"))  # noqa: S311 - chance, not secrecy
    if isinstance(owner, Person):
        return office.notes(desk, 9) + office.newsletters(desk, 4) + office.oddities(desk)[2:4]
    match owner.address.partition("@")[0]:
        case "rechnung":
            return office.invoices(desk, 45) + conversations.conversations(desk, 3)
        case "bewerbung":
            return office.applications(desk, 24) + office.newsletters(desk, 2)
        case "sales":
            return (
                conversations.conversations(desk, 14, english=1.0) + office.newsletters(desk, 6) + office.notes(desk, 4)
            )
    return conversations.conversations(desk, 42) + office.newsletters(desk, 6) + office.oddities(desk)
