"""SMTP submission as Exchange Online does it: the member signs on, the sender may be a shared mailbox (RFC 6409)."""
