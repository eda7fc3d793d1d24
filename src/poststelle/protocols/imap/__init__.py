"""IMAP calls a folder a "mailbox"; here it is a *folder* everywhere, and a mailbox is what its owner calls one.

IMAP4rev1 (RFC 3501) with what RFC 9051 made clear, both roles from one grammar:

    framing.py   octets → frames (a line, with the literals in it)
    syntax.py    frame ↔ values: atoms, strings, numbers, lists
    client.py    commands in, octets out; octets in, events out
    server.py    the other role, for the sandbox
    events.py    what a client is told

One file for each extension that has logic of its own.
"""
