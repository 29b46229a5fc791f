"""What a reader of the result must know about how a Word file was read."""

from __future__ import annotations

from ingest.wordml.text import Account
from schema.document import Notice, NoticeSeverity

_TEXTS: dict[str, tuple[NoticeSeverity, str, str]] = {
    "inserted": (
        NoticeSeverity.WARNING,
        "tracked_insertions",
        "文件带有修订记录：{n} 处插入已按“接受”读取。请确认该文件是否为定稿。",
    ),
    "deleted": (
        NoticeSeverity.WARNING,
        "tracked_deletions",
        "文件带有修订记录：{n} 处删除的内容未读取。请确认该文件是否为定稿。",
    ),
    "deleted_row": (
        NoticeSeverity.WARNING,
        "tracked_deletions",
        "文件带有修订记录：{n} 个被删除的表格行未读取。请确认该文件是否为定稿。",
    ),
    "hidden": (
        NoticeSeverity.WARNING,
        "hidden_text",
        "有 {n} 处隐藏文字（打印时不可见），未读取。需要核对时请在 Word 中显示隐藏文字。",
    ),
    "pale": (
        NoticeSeverity.WARNING,
        "pale_text",
        "有 {n} 处白色文字（与纸张同色，打印时不可见），未读取。需要核对时请在 Word 中更改其颜色。",
    ),
    "deleted_cell": (
        NoticeSeverity.WARNING,
        "tracked_deletions",
        "文件带有修订记录：{n} 个被删除的单元格未读取。请确认该文件是否为定稿。",
    ),
    "hidden_row": (NoticeSeverity.WARNING, "hidden_rows", "有 {n} 个隐藏的表格行，未读取。"),
    "object": (
        NoticeSeverity.WARNING,
        "embedded_object",
        "有 {n} 个嵌入对象（如嵌入的 Excel 表），其中的数字未读取。请将其转为文档中的表格，或另存为单独文件。",
    ),
    "alt_chunk": (
        NoticeSeverity.WARNING,
        "embedded_part",
        "有 {n} 段嵌入的外来内容未读取。请在 Word 中打开后另存为新的 .docx 再读。",
    ),
    "picture": (NoticeSeverity.INFO, "pictures", "有 {n} 张图片，图片中的文字和数字未读取。"),
    "nested_table": (
        NoticeSeverity.INFO,
        "nested_table",
        "有 {n} 个嵌套在单元格内的表格，按独立表格排在外层表格之后。",
    ),
    "nested_as_text": (
        NoticeSeverity.INFO,
        "nested_table",
        "有 {n} 个嵌套在单元格内的单行或单列表格，按单元格文字读取。",
    ),
    "text_box": (NoticeSeverity.INFO, "text_box", "有 {n} 个文本框，其文字排在所在段落之后。"),
}


def notices_of(account: Account) -> list[Notice]:
    """One notice for each kind of thing met."""
    return [
        Notice(severity, text.format(n=account.seen[name]), None, code)
        for name, (severity, code, text) in _TEXTS.items()
        if account.seen[name]
    ]
