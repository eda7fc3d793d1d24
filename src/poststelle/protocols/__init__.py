"""Engines without I/O: IMAP, POP3, SMTP, SASL, OAuth 2.0 and MIME, for the client's and the server's role."""
