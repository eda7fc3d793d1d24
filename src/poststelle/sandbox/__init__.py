"""The sandbox: an organisation with people, mailboxes, an issuer and mail servers, shaped like Microsoft 365.

It runs as a process of its own with data of its own and knows nothing of Poststelle's store or mailroom,
so that any program that needs a tenant to test against can use it.
"""
