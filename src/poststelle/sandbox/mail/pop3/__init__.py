"""POP3 as Exchange Online does it: the inbox only, tokens in two lines (RFC 1939, RFC 5034)."""
