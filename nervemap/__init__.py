"""nervemap: which nerve could it be, which way does it run, where could it be held, and what else could it be?"""

__version__ = "0.1.0"
