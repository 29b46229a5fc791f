"""Documents of one archive against one another: linking them, and the rules X01 and up."""
