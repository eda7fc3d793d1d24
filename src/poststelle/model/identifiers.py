"""Ids that cannot be swapped for one another."""

from typing import NewType

PersonId = NewType("PersonId", int)
AppId = NewType("AppId", int)
MailboxId = NewType("MailboxId", int)
AccountId = NewType("AccountId", int)
FolderId = NewType("FolderId", int)
MessageId = NewType("MessageId", int)  # our row, not the Message-ID header field
SubmissionId = NewType("SubmissionId", int)
CheckRunId = NewType("CheckRunId", int)
TokenId = NewType("TokenId", int)  # an API token
