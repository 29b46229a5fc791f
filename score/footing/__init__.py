"""How the rows and columns of a table of money add up: totals, their parts, and whether they make them."""
