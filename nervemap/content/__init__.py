"""What is known: reads `data/*.yaml` into frozen, typed rows and reports every fault with file, line and field."""
