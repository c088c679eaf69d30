"""Practice 8, disputes: claims and threats answered through JD, with evidence."""
