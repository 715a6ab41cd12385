"""A third agency as a pack folder: the smallest pack that passes the linter, and a way to add rules to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """
format = 2
id = "{id}"
title = "测试市统计局"
valid_from = 2019-05-15
[sources]
own = "测试市统计局规定"
"""

_ORIGIN = 'clause = "第一条"\nsource = "own"\n'

PROFILE = "".join(
    f'[{key}]\nvalue = "{value}"\n{_ORIGIN}'
    for key, value in {
        "agency.name": "测试市统计局",
        "agency.short_name": "市统计局",
        "agency.document_code": "测统公开",
        "agency.seal_name": "测试市统计局",
        "agency.office": "测试市统计局办公室",
        "agency.work_body": "测试市统计局办公室",
        "agency.address": "测试市人民路1号",
        "agency.phone": "0000-0000000",
        "redress.body": "测试市人民政府",
        "redress.court": "测试市人民法院",
    }.items()
) + (
    f'[agency.hours]\n{_ORIGIN}[agency.hours.value]\ntext = "9:00-17:00"\n'
    "spans = [{ opens = 09:00:00, closes = 17:00:00 }]\n"
)

WritePack = Callable[..., Path]


@pytest.fixture
def write_pack(tmp_path: Path) -> WritePack:
    """Write a pack folder and return the directory that contains it; `rules` is further TOML."""

    def write(
        rules: str = "", *, pack_id: str = "ceshi", head: str = HEAD, profile: str = PROFILE, folder: str = ""
    ) -> Path:
        target = tmp_path / (folder or pack_id)
        target.mkdir()
        (target / "pack.toml").write_text(head.format(id=pack_id), "utf-8")
        (target / "agency.toml").write_text(profile, "utf-8")
        (target / "rules.toml").write_text(rules, "utf-8")
        return tmp_path

    return write
