"""Secrets and small facts of one installation, made once and kept in VAR, readable by its owner alone."""

import json
import secrets
from pathlib import Path
from typing import Any

from launch.console import Trouble
from launch.records import write_whole


class Kept:
    """A JSON file of names and values; what is put there survives a `kill -9`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> Any:
        return self._all().get(name)

    def put(self, name: str, value: object) -> None:
        if self.get(name) != value:
            write_whole(self._path, json.dumps(self._all() | {name: value}, indent=1))

    def secret(self, name: str) -> str:
        """The secret of that name, made at the first asking: 64 characters that need no quoting anywhere."""
        if not self.get(name):
            self.put(name, secrets.token_hex(32))
        return str(self.get(name))

    def _all(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except ValueError as problem:
            sentence = f"{self._path} cannot be read ({problem}). Restore it from a back-up of VAR."
            raise Trouble(sentence) from problem
        return dict(found)
