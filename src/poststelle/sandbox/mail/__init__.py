"""The sandbox's mail: a store, and IMAP, POP3 and SMTP submission in Exchange's manner before it."""
