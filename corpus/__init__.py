"""Documents with passport and gold: what the tests, the demo and the accuracy table run on."""
