"""The price guard."""
