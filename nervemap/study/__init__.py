"""Learning with the names off: what is asked, and whether an answer is right."""
