"""What was recorded: marks, answers, tests and crimps, and the workspace that changes them with undo."""
