"""The issuer: OAuth 2.0 and OpenID Connect as Entra ID speaks them. Rules only; the pages are in `sandbox/pages`."""
