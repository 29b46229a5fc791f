"""How the tables of a document are laid out: grids, header rows, blocks, columns and their families."""
