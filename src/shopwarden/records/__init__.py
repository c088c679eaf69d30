"""Records: what a shop's day is made of. Facts, money, time, tokens, coverage."""
