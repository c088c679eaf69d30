"""Exports: files and folders on disk become tables of text, then facts.

The file layer (`raw`, and what it stands on) knows encodings, archives and
spreadsheets and no word of JD's; the meaning layer knows headings and kinds
and opens no file.
"""
