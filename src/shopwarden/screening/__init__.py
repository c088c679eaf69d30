"""Screening: the whole guide applied to a shop's facts, as of a moment."""
