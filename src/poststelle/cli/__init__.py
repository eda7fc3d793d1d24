"""The command line: one module a command; arguments in, words or JSON out, no rules of its own."""

import signal


def main() -> None:
    """Entry point of `poststelle`."""
    from poststelle.cli.program import program

    # a script's background job starts with SIGINT ignored (POSIX, Shell Command Language, section 2.11)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    program.main()
