"""SMTP for submission, RFC 5321 and RFC 6409: the client's role, with the phase of every failure known."""
