"""The headless twin: the same atlas and reasoning, as JSON or text."""
