"""Practice 6, education: people know the lures, and what to do."""
