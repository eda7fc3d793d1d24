"""The tables. What belongs to a mailbox leads with it, so that it can be partitioned later without a rewrite.

Nothing here is imported outside `store/`: its functions turn rows into values of `model/`.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, address: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(address=address.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(address=(username or "").strip().lower())


class Person(AbstractBaseUser):
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(max_length=254, unique=True)
    administrator = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True)  # empty: as the browser asks
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "address"
    EMAIL_FIELD = "address"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()


class App(models.Model):
    """An app registration."""

    name = models.CharField(max_length=100, unique=True)
    provider = models.CharField(max_length=40)
    client_id = models.CharField(max_length=300)
    redirect_url = models.CharField(max_length=500)
    tenant = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    authorization_url = models.CharField(max_length=500, blank=True)
    token_url = models.CharField(max_length=500, blank=True)
    device_url = models.CharField(max_length=500, blank=True)
    scopes = models.JSONField(default=list)
    ca_pem = models.TextField(blank=True)
    secret_expires = models.DateTimeField(null=True, blank=True)


class Mailbox(models.Model):
    address = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, default="shared")
    app = models.ForeignKey(App, null=True, blank=True, on_delete=models.PROTECT, related_name="mailboxes")
    fetch_every_seconds = models.PositiveIntegerField(default=300)
    created = models.DateTimeField(auto_now_add=True)
    # what the last fetch said: "" before the first, "ok", or the code of the trouble
    fetch_state = models.CharField(max_length=100, blank=True)
    fetch_facts = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(null=True, blank=True)


class Connection(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="connections")
    protocol = models.CharField(max_length=5)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    encryption = models.CharField(max_length=10)
    authentication = models.CharField(max_length=10)
    username = models.CharField(max_length=254, blank=True)
    ca_pem = models.TextField(blank=True)
    outgoing = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailbox", "outgoing"], name="one_connection_a_direction")
        ]


class Grant(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    right = models.CharField(max_length=20)
    source = models.CharField(max_length=12, default="entered")
    proof = models.CharField(max_length=10, default="wanted")
    evidence = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailbox", "person", "right"], name="one_grant_a_right")
        ]


class Account(models.Model):
    """A sign-in of a person with an app; signing in again replaces it."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="accounts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="accounts")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    tenant = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="valid")
    reason = models.CharField(max_length=100, blank=True)
    scopes = models.JSONField(default=list)
    signed_in_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["app", "person"], name="one_account_an_app")
        ]


class Sealed(models.Model):
    """A secret at rest: AES-256-GCM with the owner's table, row and kind as associated data: two cannot be swapped."""

    owner = models.CharField(max_length=20)  # "app", "account", "mailbox", "sign-in"
    row = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # "client-secret", "refresh-token", "access-token", "password", "verifier"
    key_id = models.CharField(max_length=16)
    box = models.BinaryField()
    expires = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "row", "kind"], name="one_secret_a_kind")
        ]


class SignIn(models.Model):
    """A round trip to the provider's page that has not come back yet. `state` is kept as its SHA-256; single use."""

    state = models.CharField(max_length=64, unique=True)
    session = models.CharField(max_length=64)  # SHA-256 of the browser session's key or of the command's own
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE)
    app = models.ForeignKey(App, on_delete=models.CASCADE)  # as it was when the person left for the provider's page
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    redirect_url = models.CharField(max_length=500)
    nonce = models.CharField(max_length=100)  # sent in clear through the browser; the verifier lies in the vault
    created = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)


class Folder(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folders")
    path = models.CharField(max_length=1000)  # as on the wire
    name = models.CharField(max_length=1000)
    delimiter = models.CharField(max_length=1, default="/")
    use = models.CharField(max_length=10, blank=True)
    uid_validity = models.BigIntegerField(default=0)
    # every UID below is fetched or gone; 0 before the first fetch
    watermark = models.BigIntegerField(default=0)
    gone = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailbox", "path"], name="one_folder_a_path")
        ]


class Blob(models.Model):
    """The octets of a message, found by their SHA-256; never changed."""

    digest = models.CharField(max_length=64, unique=True)
    size_octets = models.BigIntegerField()


class Message(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="messages")
    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="messages")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField(default=0)  # IMAP
    uidl = models.CharField(max_length=80, blank=True)  # POP3
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    received = models.DateTimeField()
    size_octets = models.BigIntegerField()
    seen = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    draft = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)  # no longer at the server; the bytes stay until the owner lets them go
    # derived from the bytes, can be rebuilt
    subject = models.TextField(blank=True)
    sender_name = models.TextField(blank=True)
    sender_address = models.TextField(blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    date = models.DateTimeField(null=True, blank=True)
    message_id = models.TextField(blank=True)
    in_reply_to = models.TextField(blank=True)
    references = models.JSONField(default=list)
    attachments = models.PositiveIntegerField(default=0)
    snippet = models.CharField(max_length=200, blank=True)
    readable = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["folder", "uid_validity", "uid", "uidl"], name="one_message_a_uid")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mailbox", "folder", "-received", "-id"], name="message_list"),
            models.Index(fields=["mailbox", "message_id"], name="message_by_id"),
        ]


class CheckRun(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="checks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list)


class Submission(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="submissions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    manner = models.CharField(max_length=10)
    message_id = models.CharField(max_length=250, unique=True)
    subject = models.TextField(blank=True)
    recipients = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    created = models.DateTimeField()
    answers = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class Attempt(models.Model):
    """Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    event = models.CharField(max_length=10)
    code = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)


class JournalEntry(models.Model):
    """Who did what with which right."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    mailbox = models.ForeignKey(Mailbox, null=True, blank=True, on_delete=models.SET_NULL)
    event = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)


class ApiToken(models.Model):
    """A person's API token, kept as SHA-256; it carries the person's rights and no more."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)


class Setting(models.Model):
    """What the installation keeps about itself between starts."""

    name = models.CharField(max_length=50, primary_key=True)
    value = models.JSONField()


class Lease(models.Model):
    """Who does something that only one may do at a time, and until when that counts."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()
