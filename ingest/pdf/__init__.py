"""A PDF -> blocks and tables: `ingest.pdf.reader.read_pdf`."""
