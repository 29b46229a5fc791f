"""The pieces of reading a DOCX: names, styles, numbering, text of a paragraph, tables, kinds of paragraphs."""
