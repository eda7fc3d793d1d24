"""What Poststelle speaks of, as frozen values: no I/O, no Django, no words for people."""
