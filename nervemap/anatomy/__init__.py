"""Where it lies: one frame in millimetres (x to the person's right, y forward, z up) for skin, nerves and picture."""
