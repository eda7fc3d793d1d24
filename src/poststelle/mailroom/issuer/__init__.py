"""The provider's issuer as both the sign-in and the key ring use it: where its pages are, and requests for tokens."""
