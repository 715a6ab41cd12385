"""The folder `.lantai` of a local stack: where everything of one stack lies.

Nothing is written elsewhere: a copy of the folder is a copy of the stack, and removing it removes the stack.
"""

from dataclasses import dataclass
from pathlib import Path

from deploy.errors import Unable

FOLDER_NAME = ".lantai"


@dataclass(frozen=True)
class StackFolder:
    """The paths of one stack; `root` is the `.lantai` folder itself."""

    root: Path

    @classmethod
    def of(cls, place: Path) -> "StackFolder":
        """Return the stack that belongs to `place`, for instance the current folder; nothing is created."""
        return cls(place.resolve() / FOLDER_NAME)

    def create(self) -> "StackFolder":
        """Create what is missing and return the folder; only its owner may list it. Raises `Unable`."""
        if self.root.exists() and not self.root.is_dir():
            raise Unable(f"{self.root} 不是文件夹，不能存放本地系统：请移走它，或换一个文件夹再运行")
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        for part in (self.logs, self.blobs, self.packs):
            part.mkdir(exist_ok=True)
        return self

    @property
    def state(self) -> Path:
        """The file of ports, passwords and secrets."""
        return self.root / "state.json"

    @property
    def running(self) -> Path:
        """The file of the running processes: the supervisor and its children."""
        return self.root / "running.json"

    @property
    def progress(self) -> Path:
        """The file of the demo's progress."""
        return self.root / "progress.json"

    @property
    def lock(self) -> Path:
        """The file that the running supervisor holds locked."""
        return self.root / "lock"

    @property
    def postgres(self) -> Path:
        """The cluster of all five databases."""
        return self.root / "postgres"

    @property
    def nats(self) -> Path:
        """The broker's configuration and streams."""
        return self.root / "nats"

    @property
    def caddy(self) -> Path:
        """The gateway's data."""
        return self.root / "caddy"

    @property
    def blobs(self) -> Path:
        """Encrypted files of all services, by the hash of the ciphertext."""
        return self.root / "blobs"

    @property
    def packs(self) -> Path:
        """Packs of the deployment's own agencies, one folder each, beside the built-in ones."""
        return self.root / "packs"

    @property
    def logs(self) -> Path:
        """One log per process."""
        return self.root / "logs"

    def log(self, name: str) -> Path:
        """Return the log of the process called `name`."""
        return self.logs / f"{name}.log"
