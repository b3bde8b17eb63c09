"""Settings of the test suite: development mode, fast passwords, memory cache."""

import os

os.environ.setdefault("GOKWIJS_MODE", "development")
from gokwijs.config.settings import *  # noqa: F403 - the settings, then the differences

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MATCHING_KEY = "proefsleutel-" * 4
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
