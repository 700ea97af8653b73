"""Settings from the environment."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dampak.website.environment import Environment
from dampak.website.secret import secret_kept_in


def test_every_malformed_variable_is_reported_together():
    environment = Environment({"A": "perhaps", "B": "-3", "C": "Mars/Base", "D": "mysql://x/y"})
    environment.flag("A", default=False)
    environment.number("B", default=5, at_least=1)
    environment.time_zone("C", default="Asia/Jakarta")
    environment.database("D", otherwise=Path("ledger.db"))
    environment.text("E")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.check()
    told = str(refusal.value).splitlines()[1:]
    assert [line.split()[0] for line in told] == ["A", "B", "C", "D", "E"]


def test_a_postgresql_address_keeps_signs_of_its_password():
    environment = Environment({"D": "postgresql://sri:p%40ss%2Fword@db.local:5433/dampak"})
    database = environment.database("D", otherwise=Path("ledger.db"))
    assert database["PASSWORD"] == "p@ss/word"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.local", "5433", "dampak")


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path):
    file = tmp_path / "home" / "secret-key"
    made = secret_kept_in(file)
    secret_kept_in.cache_clear()
    assert secret_kept_in(file) == made
    assert len(made) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_homes_have_two_secrets(tmp_path):
    assert secret_kept_in(tmp_path / "one") != secret_kept_in(tmp_path / "two")


def test_reading_the_settings_writes_nothing(tmp_path):
    home = tmp_path / "home"
    environ = {**os.environ, "DAMPAK_HOME": str(home)}
    program = "import django; django.setup(); from django.conf import settings; settings.DATABASES"
    environ["DJANGO_SETTINGS_MODULE"] = "dampak.website.settings"
    subprocess.run([sys.executable, "-c", program], env=environ, check=True)
    assert not home.exists()


def test_a_secret_of_the_operator_is_used_as_it_is(tmp_path):
    environ = {**os.environ, "DAMPAK_HOME": str(tmp_path), "DAMPAK_SECRET_KEY": "of-the-operator"}
    program = "from django.conf import settings; print(settings.SECRET_KEY)"
    environ["DJANGO_SETTINGS_MODULE"] = "dampak.website.settings"
    told = subprocess.run(
        [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "of-the-operator"
