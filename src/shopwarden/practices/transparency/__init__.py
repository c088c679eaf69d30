"""Practice 7, transparency: product, price, shipping and returns told as they are."""
