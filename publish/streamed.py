"""Worksheets whose memory does not grow with their rows: xlsxwriter keeps the height of every row and every link."""

from __future__ import annotations

import pickle
import tempfile
from typing import IO, Any

from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet


class StreamedSheet(Worksheet):  # type: ignore[misc]
    """A sheet of a workbook with `constant_memory`; rows are written one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._file: IO[bytes] | None = None

    def link(self, row: int, column: int, address: str, text: str, form: Any) -> None:
        """Write a text with a link; links are given in the order of their cells."""
        self.write_string(row, column, text, form)
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the sheet
        pickle.dump((row, column, address), self._file)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        written = self.previous_row
        super()._write_single_row(current_row_num)
        self.row_info.pop(written, None)
        self.row_sizes.pop(written, None)

    def _write_hyperlinks(self) -> None:
        """As the parent does, but one relation serves all links to one file."""
        if self._file is None:
            return
        end, known = self._file.tell(), {}
        self._file.seek(0)
        self._xml_start_tag("hyperlinks")
        while self._file.tell() < end:
            row, column, address = pickle.load(self._file)  # noqa: S301 - our own, from a file nobody else can open
            url = Url(address)
            target = url._target()
            if target not in known:
                self.rel_count += 1
                known[target] = self.rel_count
                self.external_hyper_links.append(["/hyperlink", target, "External"])
            self._write_hyperlink_external(row, column, known[target], url)
        self._xml_end_tag("hyperlinks")
        self._file.close()
