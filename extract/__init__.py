"""Document -> Report: `extract.report.report_of`."""
