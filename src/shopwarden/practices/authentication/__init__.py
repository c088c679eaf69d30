"""Practice 4: strong sign-in and a regular review of accounts."""
