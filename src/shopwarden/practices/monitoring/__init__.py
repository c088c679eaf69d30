"""Practice 5, monitoring: orders reviewed for what looks wrong, reported to JD."""
