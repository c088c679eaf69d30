"""Shopwarden (店卫): the transaction-security desk for merchants on JD.com."""

__version__ = "0.1.0"
