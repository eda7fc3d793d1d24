"""What several providers have in common: how standards-based servers, Entra and Exchange speak. Data first."""
