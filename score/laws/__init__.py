"""Laws that a table keeps by itself: what its columns or rows have to do with one another, told by the numbers alone."""
