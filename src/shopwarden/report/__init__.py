"""What a person sees: the terminal summary, the page, the claim list, JSON lines.

Everything here draws a finished `ShopScreening`; it decides nothing about the
shop. All amounts are integer fen until they are shown. Files are written
whole or not at all.

>>> from shopwarden.report.width import columns
>>> columns("店卫 ok")
7
"""
