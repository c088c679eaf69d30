"""The schemas of the kinds of facts, a file per part of a shop's day."""
