"""Signing in with the government's account (OpenID Connect)."""
