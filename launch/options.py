"""What may be asked for on the command line of make: PORT, DEMO, ARGS."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from launch.console import Trouble

YES = {"1", "true", "yes", "on", ""}
NO = {"0", "false", "no", "off"}


@dataclass(frozen=True)
class Options:
    """`port` on the loopback address; `demo` fills an empty database; `arguments` go to the tool behind."""

    port: int
    demo: bool
    arguments: tuple[str, ...]

    @classmethod
    def named_in(cls, environment: Mapping[str, str]) -> "Options":
        return cls(
            port=_port(environment.get("PORT") or "8000"),
            demo=_demo(environment.get("DEMO", "")),
            arguments=_arguments(environment.get("ARGS", "")),
        )


def again(command: str, given: Mapping[str, str]) -> str:
    """`make command` as it is typed for the same installation: with the places and the port that were given."""
    named = [
        f"{name}={shlex.quote(given[name])}" for name in ("VAR", "VENV", "PORT", "DEMO") if given.get(name)
    ]
    return " ".join(["make", command, *named])


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Trouble(f"PORT={text} is no port. Use a number from 1024 to 65535: make run PORT=8001")


def _demo(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise Trouble(f"DEMO={text} is not understood. Use DEMO=0 for an empty start, or leave it out.")


def _arguments(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as problem:
        raise Trouble(f"ARGS={text} could not be read ({problem}). Close every quotation mark.") from problem
