"""The reply as PDF: complete."""


def test_reply_names_what_the_law_asks_for(press, reply, words_of):
    """A reply names agency, 文号, applicant, request, finding, article, decision, attachments, redress, date."""
    words = "".join(words_of(press.render(reply.document())))

    for part in (
        "琼海市统计局",
        "琼统依申请〔2025〕1号",
        "政府信息公开答复书",
        "王小芳：",
        "2025年3月3日",
        "QH-2025-0001",
        "属于本机关制作或者获取并保存的政府信息",
        "《中华人民共和国政府信息公开条例》第三十六条第（二）项",
        "决定予以公开",
        "附件：1.各镇农村居民人均可支配收入2.数据口径与调查方法说明",
        reply.redress,
        "0898-62931823",
        "2025年3月20日印发",
    ):
        assert part in words
