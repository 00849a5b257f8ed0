"""What would be unsafe does not start, whichever process it is, and the reason is said."""

import os
import subprocess
import sys

import pytest

from config.environment import VARIABLES, SettingNotUnderstood, setting
from launch import parts
from launch.places import CHECKOUT

SHORT = "s3cret-0123456789-0123456789-0123456789-012345678"
PROCESSES = {
    "web": [sys.executable, "-c", "import config.wsgi"],
    "worker": parts.worker(sys.executable),
    "beat": parts.beat(sys.executable, CHECKOUT / "nowhere"),
    "manage": parts.manage(sys.executable, "check"),
}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_short_secret_starts_nothing_and_is_not_repeated(process: str) -> None:
    ended = subprocess.run(
        PROCESSES[process],
        cwd=CHECKOUT,
        env={**os.environ, "SECRET_KEY": SHORT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "SECRET_KEY" in ended.stderr
    assert "it is shorter than 50 characters" in ended.stderr
    assert SHORT not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    "address",
    ["http://tandem.example.com", "http://10.0.0.7:8000", "HTTP://tandem.example.com", "http://127.0.0.1.example.com",
     "http://localhost.example.com", "tandem.example.com", "ftp://tandem.example.com", "https://"],
)  # fmt: skip
def test_an_address_over_which_passwords_could_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("BASE_URL", address)
    with pytest.raises(SettingNotUnderstood, match=r"BASE_URL could not be understood: .*https://"):
        setting("BASE_URL")


@pytest.mark.parametrize(
    "address",
    ["https://tandem.example.com", "http://127.0.0.1:8123", "http://127.8.9.10", "http://[::1]:8000",
     "http://localhost:8000", "http://tandem.localhost"],
)  # fmt: skip
def test_an_address_that_is_safe_is_taken(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BASE_URL", address)
    assert setting("BASE_URL") == address


def test_fifty_characters_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", SHORT + "9")
    assert setting("SECRET_KEY") == SHORT + "9"


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_variable_that_is_empty_is_one_that_nobody_set(
    monkeypatch: pytest.MonkeyPatch, name: str, nothing: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    unset = setting(name)
    monkeypatch.setenv(name, nothing)
    assert setting(name) == unset
