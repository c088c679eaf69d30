"""Practice 2, policies: JD's rules for shops, and the law."""
