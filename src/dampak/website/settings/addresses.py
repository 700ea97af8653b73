"""Under which addresses the site is reached, and whether over HTTPS only."""

from dampak.website.settings.variables import env

DEBUG = env.flag("DAMPAK_DEBUG", default=False)
# The names under which the site may be asked for; a laptop needs no others.
ALLOWED_HOSTS = env.words("DAMPAK_HOSTS", default="localhost,127.0.0.1,[::1]")
# Addresses, with https://, from which forms are accepted when a proxy stands in front.
CSRF_TRUSTED_ORIGINS = env.words("DAMPAK_TRUSTED_ORIGINS")
# Under which address people reach the site, for the links in messages.
SITE_ADDRESS = (env.address("DAMPAK_ADDRESS") or "http://localhost:8000").rstrip("/")

# The site is reached over HTTPS only: cookies and browsers are told so.
HTTPS_ONLY = env.flag("DAMPAK_HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS_ONLY
# Whoever watches the server asks it on its own machine, without HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^sehat$", r"^metrik$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None
# Browsers refuse plain HTTP for this name's subdomains too; off where those are not ready for it.
HSTS_SUBDOMAINS = env.flag("DAMPAK_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY and HSTS_SUBDOMAINS
