"""The sandbox's pages for people who sign in, and the addresses where programs ask for tokens."""
