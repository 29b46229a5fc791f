"""A file -> Document: `ingest.read.read`."""
