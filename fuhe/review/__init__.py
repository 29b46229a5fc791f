"""The review page: the pages of a run, served to this machine alone, with decisions on every finding."""
