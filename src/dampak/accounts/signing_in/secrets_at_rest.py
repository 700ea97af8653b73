"""Secrets of second factors lie encrypted: a stolen copy of the database opens no door."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _box(str(settings.SECRET_KEY)).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    return _box(str(settings.SECRET_KEY)).decrypt(text.encode()).decode()


@lru_cache(maxsize=2)
def _box(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"dampak.second-factor").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
