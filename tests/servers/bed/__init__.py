"""Real servers on one machine: an OpenID provider, Dovecot and Postfix, on loopback, below one directory.

    bed = Bed(directory); bed.start(); …; bed.stop()

Alice holds all rights on support@firma.test, Bob may send as it but not read it, Carla is a stranger. The rights are
lines that count at once: `bed.rights.read`, `.send_as`, `.on_behalf`. Nothing listens anywhere but on 127.0.0.1.
"""
