"""TCP, TLS, HTTP, deadlines and transcripts: the only place that opens a connection, and drives the engines."""
