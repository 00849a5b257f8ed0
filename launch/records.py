"""The record of processes this installation has started, so that a later start can end what was left."""

import json
from pathlib import Path

from launch.identity import Identity, is_running


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Writes a file so that a reader sees the old text or the new, never half of it."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=mode)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


class Records:
    """Names and identities of children, in `processes.json`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "processes.json"

    def remember(self, name: str, identity: Identity) -> None:
        self._write(self.all() | {name: identity})

    def forget(self, name: str) -> None:
        self._write({known: identity for known, identity in self.all().items() if known != name})

    def all(self) -> dict[str, Identity]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: Identity(int(who["pid"]), str(who["began"])) for name, who in found.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def still_running(self) -> dict[str, Identity]:
        return {name: identity for name, identity in self.all().items() if is_running(identity)}

    def _write(self, identities: dict[str, Identity]) -> None:
        records = {name: identity.as_record() for name, identity in identities.items()}
        write_whole(self._path, json.dumps(records, indent=1))
