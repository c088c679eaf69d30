"""Practice 1, payments: what JD owes, and why each fen differs."""
