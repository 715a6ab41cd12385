"""Maps every kind of error to what the page says. The text of an exception is never shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.exceptions import RequestValidationError

from shared.command.decider import Full, Gone, Invalid, NotFound, NotYours, Refusal, TooOften
from shared.web.forms.field_error import FieldError

OK = 200
FORM_INVALID = 422


class Unavailable(Exception):
    """The store or the broker does not answer; nothing was recorded. Try again after `retry_after_seconds`."""

    def __init__(self, what: str, retry_after_seconds: int = 5) -> None:
        super().__init__(what)
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The content of an error page or API error: a stable code, a heading, a sentence that says what to do, the article."""

    status: int
    code: str
    title: str
    reason: str
    clause: str = ""
    fields: tuple[FieldError, ...] = ()
    incident: str = ""
    retry_after_seconds: int = 0
    sign_in: bool = False


NOT_FOUND = Problem(
    status=404,
    code="page-not-found",
    title="没有找到这个页面",
    reason="网址可能不完整，或页面已经移走。请核对网址，或回到首页查找；要找的信息没有公开的，可以提出申请。",
)
NO_SUCH_METHOD = Problem(
    status=405, code="method-not-allowed", title="这个网址不能这样打开", reason="请从本网站的页面重新进入。"
)
TOO_LARGE = Problem(
    status=413,
    code="form-too-large",
    title="填写的内容太长",
    reason="一次提交的内容超过了上限，没有受理。请返回上一页，删减后再提交；材料较多的，可以当面或邮寄提交。",
)
TOO_SLOW = Problem(
    status=408,
    code="form-too-slow",
    title="提交的内容没有收全",
    reason="网络太慢或者中断了，没有受理。请返回上一页再提交一次；网络一直不好的，可以当面或邮寄提交。",
)
UNREADABLE = Problem(
    status=400,
    code="form-unreadable",
    title="提交的内容无法读取",
    reason="没有受理。请返回上一页再提交一次。",
)
SIGN_IN = Problem(
    status=401,
    code="sign-in-again",
    title="登录已经到期",
    reason="您填写的内容没有丢失，也还没有提交。请先重新登录，再按“再次提交”。",
    sign_in=True,
)
KEY_MISSING = Problem(
    status=503,
    code="key-missing",
    title="密钥缺失，无法读取",
    reason="密钥库里没有这件申请的密钥，内容无法读取，也不能办理；其他申请不受影响。"
    "申请人请拨打本机关电话；工作人员请联系系统管理员，从备份恢复密钥库。",
)
BY_STATUS: Mapping[int, Problem] = {
    p.status: p for p in (NOT_FOUND, NO_SUCH_METHOD, TOO_SLOW, TOO_LARGE, UNREADABLE)
}

SENTENCES = {
    "missing": "这一项没有填写。请填写后再提交。",
    "string_too_short": "这一项太短。请补充后再提交。",
    "string_too_long": "这一项太长。请删减后再提交。",
    "int_parsing": "这一项应当是整数。请只填数字。",
    "uuid_parsing": "这一项的编号不对。请从本网站的页面重新进入。",
    "date_from_datetime_parsing": "这一项应当是日期。请按“2025-03-03”填写。",
    "enum": "请从所给的选项中选一项。",
    "literal_error": "请从所给的选项中选一项。",
}
UNCLEAR = "这一项无法识别。请核对后重新填写。"
REFUSED: Mapping[type[Refusal], int] = {
    Refusal: 409,
    NotFound: 404,
    NotYours: 403,
    Invalid: 422,
    Gone: 410,
    TooOften: 429,
    Full: 503,
}
"""Kind of refusal → HTTP status."""
REFUSED_TITLES: Mapping[type[Refusal], str] = {NotYours: "不能查看或办理", NotFound: NOT_FOUND.title}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's kind."""
    return REFUSED[type(refusal)]


def of_form(refusal: Refusal | None, *, faulty: bool) -> tuple[int, dict[str, str]]:
    """Status and headers of a form that is shown: by the refusal if it was refused, else whether it has faults of its own."""
    if refusal is None:
        return (FORM_INVALID if faulty else OK), {}
    seconds = refusal.retry_after_seconds
    return status_of(refusal), {"Retry-After": str(seconds)} if seconds else {}


def of_refusal(refusal: Refusal) -> Problem:
    """The problem of a refusal by a decider or a guard."""
    return Problem(
        status=status_of(refusal),
        code=refusal.code,
        title=REFUSED_TITLES.get(type(refusal), "这一步没有办成"),
        reason=refusal.sentence,
        clause=refusal.clause,
        retry_after_seconds=refusal.retry_after_seconds,
    )


def of_status(status: int) -> Problem:
    """The problem of an HTTP status that the framework itself raises."""
    reason = "请返回上一页再试一次。"
    return BY_STATUS.get(
        status, Problem(status=status, code=f"http-{status}", title="这个请求没有办成", reason=reason)
    )


def of_validation(error: RequestValidationError) -> Problem:
    """The problem of unparsable parameters: a sentence for each field; for a bad path, page not found."""
    faults = error.errors()
    if any(fault["loc"][0] == "path" for fault in faults):
        return NOT_FOUND
    fields = tuple(
        FieldError(
            str(fault["loc"][-1]),
            f"field-{fault['type'].replace('_', '-')}",
            SENTENCES.get(fault["type"], UNCLEAR),
        )
        for fault in faults
    )
    return of_fields(fields)


def of_fields(fields: tuple[FieldError, ...]) -> Problem:
    """A form that is refused field by field."""
    return Problem(
        status=FORM_INVALID,
        code="form-invalid",
        title="有几项需要改正",
        reason="没有受理。请返回上一页改正后再提交。",
        fields=fields,
    )


def of_outage(outage: Unavailable) -> Problem:
    """The service cannot answer now."""
    return Problem(
        status=503,
        code="temporarily-unavailable",
        title="系统暂时不能办理",
        reason="您的操作还没有提交成功。请稍等片刻再试；急需办理的，请拨打本机关电话或到受理窗口。",
        retry_after_seconds=outage.retry_after_seconds,
    )


def of_fault(incident: str) -> Problem:
    """The problem of a program error: only an incident number to quote."""
    return Problem(
        status=500,
        code="internal-error",
        title="系统出了差错",
        reason="不是您的操作有误。请稍后再试；仍然不行的，请拨打本机关电话，并报出下面的编号。",
        incident=incident,
    )
