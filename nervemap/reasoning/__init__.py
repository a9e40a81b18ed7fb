"""What follows: pure functions from the atlas and a case to findings. Nothing here reads, writes or knows Qt."""
