"""How pages are put together, and where their pictures, styles and scripts come from."""

from django.contrib.messages import constants

from dampak.website.settings.home import DAMPAK_HOME

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dampak.website.layout.layout",
            ],
        },
    }
]

# How a message looks, by what it says.
MESSAGE_TAGS = {
    constants.INFO: "tone-calm",
    constants.SUCCESS: "tone-good",
    constants.WARNING: "tone-doubt",
    constants.ERROR: "tone-bad",
}

# Pictures, styles, scripts and fonts all come from here: no other server is ever asked.
STATIC_URL = "/berkas/"
STATIC_ROOT = DAMPAK_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names carry a hash once `dampak run` has gathered the files; before that (tests) not.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
