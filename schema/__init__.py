"""The nouns every stage speaks in: Figure, Document, Report, Check, Finding. Import from the submodules."""
