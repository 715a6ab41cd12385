"""`python -m captured FOLDER`: play the year as `lantai demo --once` does, and write its texts to a new folder.

With `--write` they take the place of the stored ones. With `--unpack` nothing is played: FOLDER gets the stored ones.
What differs from the stored texts is printed, file by file and then in short.
"""

import argparse
import sys
import tarfile
from pathlib import Path

from captured.play import capture
from captured.stored import STORED, differences, gist, store, stored, texts_of


def main() -> int:
    """Play and write; the exit code is the demo's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--write", action="store_true", help="store the texts anew")
    arguments.add_argument("--unpack", action="store_true", help="only unpack the stored texts")
    arguments.add_argument("--only", default="", help="play these requests alone, to try something out")
    chosen = arguments.parse_args()
    if chosen.unpack:
        with tarfile.open(STORED) as packed:
            packed.extractall(chosen.folder, filter="data")
        return 0
    if code := capture(chosen.folder, chosen.only):
        return code
    before, now = stored(), texts_of(chosen.folder)
    for found in (differences(before, now), gist(before, now)):
        sys.stdout.writelines(f"{line}\n" for line in found)
    if chosen.write:
        store(chosen.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
