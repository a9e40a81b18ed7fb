"""The window: the only room where Qt widgets live."""
