"""The government's sign-in (OpenID Connect); without an issuer there is no button."""

from dampak.website.settings.variables import env

OIDC_ISSUER = env.address("DAMPAK_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("DAMPAK_OIDC_CLIENT_ID", default=None if OIDC_ISSUER else "")
OIDC_CLIENT_SECRET = env.text("DAMPAK_OIDC_CLIENT_SECRET", default=None if OIDC_ISSUER else "")
OIDC_NAME = env.text("DAMPAK_OIDC_NAME", default="")
OIDC_MATCHES_BY = env.choice("DAMPAK_OIDC_MATCH", among=("subject", "email"), default="subject")
