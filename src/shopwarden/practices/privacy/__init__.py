"""Practice 3, privacy: personal data collected, kept and sent only as a deal needs."""
