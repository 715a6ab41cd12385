"""A sample reply of every kind, for tests of papers."""

from dataclasses import replace

import pypdfium2

from intake.request.papers.answer_text import Answer


def _answer(document, clause, *, materials=(), told=(), **facts):
    return Answer(
        document=document,
        clause=clause,
        finding="经办股室查明的事实：依《统计法》第二十八条应当保密。",
        decision="经办股室的意见。",
        materials=materials,
        form="电子邮件",
        told=told,
        facts=facts,
    )


_EVERY = (
    _answer("公开告知书", "条例第三十六条第（一）项", materials=("2024年统计公报：https://example.org/gb",)),
    _answer("公开答复书", "条例第三十六条第（二）项", materials=("2024年分镇收入表",)),
    _answer(
        "部分公开答复书", "条例第三十七条", materials=("2024年分镇收入表",), redaction="遮盖第3栏的企业名称。"
    ),
    _answer("不予公开告知书", "条例第十四条、第三十六条第（三）项"),
    _answer(
        "政府信息不存在告知书",
        "条例第三十六条第（四）项",
        told=("检索情况如下：\n{search}",),
        search="检索范围：档案室、业务系统；关键词：乡镇人口。",
    ),
    _answer("非本机关公开告知书", "条例第三十六条第（五）项", responsible="市自然资源局，0898-1。"),
    _answer(
        "不予重复处理告知书",
        "条例第三十六条第（六）项",
        earlier_number="海统公开〔2024〕9号（2024年5月6日作出）",
    ),
    _answer(
        "逾期不补正不再处理告知书",
        "条例第三十条",
        notice_number="海统公开补〔2025〕1号",
        notice_served_on="2025年3月5日",
        notice_method="邮政寄送",
        notice_days="10",
        notice_due_on="2025年3月19日",
    ),
    _answer("终止办理告知书", "国办公开办函〔2021〕30号表三（六）3", withdrawn_on="2025年3月6日"),
)
ANSWERS = {answer.document: answer for answer in _EVERY}


def answer_of(document, **changed):
    """A sample reply with these changes."""
    return replace(ANSWERS[document], **changed)


def furthest_right(document):
    """The right edge of the ink of a document, in millimetres."""
    with pypdfium2.PdfDocument(document.pdf) as pdf:
        texts = [page.get_textpage() for page in pdf]
        return max(
            text.get_charbox(index)[2] * 25.4 / 72 for text in texts for index in range(text.count_chars())
        )


def pages_in(pdf):
    """The text of each page of a PDF, without line breaks."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return ["".join(page.split()) for page in pages]
