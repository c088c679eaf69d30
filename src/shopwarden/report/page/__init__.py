"""The parts of the HTML report, each a function from values to safe markup."""
