"""A mailbox of the tests' own, as a folder: what is laid into it has come by mail."""

from email.message import Message
from pathlib import Path

OURS = "copse@in.example.org"


class Mailbox:
    """A Maildir in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("new", "cur", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def url(self) -> str:
        return f"maildir://{self.folder}"

    def lay_in(self, message: Message | bytes, name: str = "") -> None:
        raw = message if isinstance(message, bytes) else bytes(message)
        (self.folder / "new" / (name or f"{len(self.waiting)}.mail")).write_bytes(raw)

    @property
    def waiting(self) -> list[str]:
        return self._names(self.folder / "new") + self._names(self.folder / "cur")

    @property
    def aside(self) -> list[str]:
        return self._names(self.folder / ".Aside" / "new")

    def _names(self, folder: Path) -> list[str]:
        return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
