"""OAuth 2.0 and OpenID Connect, the client's role: requests built, answers read. No HTTP, no clock."""
