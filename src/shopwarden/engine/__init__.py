"""Engine: pure computing over facts. No clock, no files, no network."""
