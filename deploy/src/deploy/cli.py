"""The `lantai` command.

Exit codes of the stack's own commands; the services' commands (commands/members.py) define theirs in their modules:

    0   done
    1   not done; the sentence says why and what to do
    2   used wrongly
    3   the stack runs but is not ready
    4   no stack runs in this folder
    5   a stack runs here already
    6   a rebuilt projection differs from the live one
    7   a rebuilt projection was not switched to, because the logs no longer give what has taken effect
    8   the stack is ready, but recorded events have not taken effect
    70  a member's commands could not be loaded
"""

import os
import sys
from pathlib import Path
from typing import Final, NoReturn

import typer

from deploy.commands import (
    agency,
    configure,
    demo,
    doctor,
    migrate,
    projections,
    provision,
    streams,
    trusted_time,
    up,
)
from deploy.commands.members import Members
from deploy.errors import Unable
from deploy.place.folder import StackFolder
from shared.process.audit import AUDIT_FILE
from shared.service.cli import sentence

DONE: Final = 0
NOT_DONE: Final = 1
USED_WRONGLY: Final = 2

app = typer.Typer(
    cls=Members,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="兰台：政府信息公开的本地系统与工具",
)
app.command(help="启动当前目录的本地系统，数据保存在 ./.lantai，按 Ctrl-C 停止。")(up.up)
app.command(help="演示：两个机关的一整年，从收件走到年报表，与手算核对后结束。")(demo.demo)
app.add_typer(projections.app, name="projections", help="读模型：从日志重建。")
app.add_typer(agency.app, name="agency", help="机关：增加，列出。")
app.add_typer(trusted_time.app, name="time", help="可信时间：机器时钟存疑时，由人确认。")
app.command(help="停止当前目录正在运行的本地系统，数据保留。")(up.down)
app.command(help="检查本地系统：就绪、地址、版本、进度、日历、字体；未就绪以 3 结束，没有运行以 4 结束。")(
    doctor.doctor
)
app.command(help="把正在运行的本地系统的数据库升级到当前版本；重复运行不会改变数据。")(migrate.migrate)
app.command(help="比较消息总线的流和消费者与设定，补上缺少的，改正不同的。")(streams.streams)
app.command(help="容器部署：生成各容器的密钥和环境文件，已有的绝不覆盖。")(configure.configure)
app.command(help="容器部署：建立数据库、数据表和消息流，载入放假通知；重复运行不会改变数据。")(
    provision.provision
)


def main() -> None:
    """Run the command line; print an `Unable` as one sentence and end with its exit code."""
    folder = StackFolder.of(Path.cwd())
    if folder.logs.is_dir():
        os.environ.setdefault(AUDIT_FILE, str(folder.log("audit")))
    try:
        code = app(standalone_mode=False)  # otherwise the library reports misuse in English
    except Unable as refusal:
        _end(str(refusal), refusal.exit_code)
    except typer.TyperException as misuse:
        _end(sentence(misuse), USED_WRONGLY)
    except typer.Abort:
        _end("已取消，没有改动。", NOT_DONE)
    sys.exit(code if isinstance(code, int) else DONE)


def _end(said: str, code: int) -> NoReturn:
    if said:
        sys.stderr.write(f"{said}\n")
    sys.exit(code)
