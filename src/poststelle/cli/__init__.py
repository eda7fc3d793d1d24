"""The command line: one module a command; arguments in, words or JSON out, no rules of its own."""


def main() -> None:
    """Entry point of `poststelle`."""
    from poststelle.cli.program import program

    program.main()
