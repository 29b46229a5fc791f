"""The parts of reading numeric statements: sentences, masking, mentions, and one module a kind of statement."""
