"""IMAP as Exchange Online does it. What RFC 9051 calls a mailbox is a folder here."""
