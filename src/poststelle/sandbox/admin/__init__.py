"""The admin centre: people, shared mailboxes and their rights, app registrations, switches; and an API for programs."""
