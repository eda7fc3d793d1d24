"""SASL: how a client shows who it is inside IMAP, POP3 and SMTP. One mechanism a file, both roles.

Bytes here are those before base64; `to_wire` and `from_wire` do that step, which the three protocols share.
"""

from poststelle.protocols.sasl.exchange import Exchange, begin, choose, from_wire, to_wire

__all__ = ["Exchange", "begin", "choose", "from_wire", "to_wire"]
