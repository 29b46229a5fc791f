"""Reports and assessments -> files. Import from the submodules."""
