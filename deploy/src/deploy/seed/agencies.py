"""The agencies of a stack: the built-in packs and those in the stack's own folder.

An agency is added as data: its folder of rules is linted and copied. The services read packs when they start; then the
first events of the agency's lanes are written too (contents.py).
"""

import shutil
import tempfile
from pathlib import Path

from deploy.errors import Unable
from deploy.place.folder import StackFolder
from shared.policy import BUILT_IN, BrokenPack, PackLibrary, library_with
from shared.policy.pack import read


class Unfit(Unable):
    """A folder that is no pack, a pack with faults, or one that is there already."""


def library_of(stack: StackFolder) -> PackLibrary:
    """The packs of the stack. Raises `Unfit`: a stack does not run with a faulty pack."""
    try:
        return library_with(stack.packs)
    except BrokenPack as error:
        raise Unfit(f"{error}请改正 {stack.packs} 中的规则包后再启动。") from error


def add(stack: StackFolder, folder: Path) -> str:
    """Copy the pack in `folder` into the stack and return its id, an agency's or a layer's; all or nothing. Raises `Unfit`."""
    folder = folder.resolve()
    name = folder.name
    if not (folder / "pack.toml").is_file():
        raise Unfit(f"{folder} 不是规则包：目录中应当有 pack.toml。")
    if (stack.packs / name).exists():
        raise Unfit(f"已经有名为 {name} 的规则包。请先核对 {stack.packs / name}，或者给新的目录换一个名称。")
    with tempfile.TemporaryDirectory(dir=stack.create().root) as staging:
        staged = Path(staging) / name
        _copy(folder, staged)
        try:
            PackLibrary((BUILT_IN, stack.packs, Path(staging)))
            agency = read(staged).head.id
        except BrokenPack as error:
            raise Unfit(f"{error}没有增加机关，请改正后再试。") from error
        staged.rename(stack.packs / name)
    return agency


def _copy(folder: Path, staged: Path) -> None:
    """Copy what a pack is read from, its own .toml files, and nothing that lies beside them or elsewhere. Raises `Unfit`."""
    staged.mkdir()
    for file in sorted(folder.glob("*.toml")):
        if file.is_symlink() or not file.is_file():
            raise Unfit(f"{file} 不是普通文件。请把规则写在目录自己的 .toml 文件里，不要用链接。")
        try:
            shutil.copyfile(file, staged / file.name)
        except OSError as error:
            raise Unfit(f"读不了 {file}：请核对权限。没有增加机关。") from error
