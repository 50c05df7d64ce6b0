"""What is true: the portal, its articles and the rules they must pass."""

__version__ = "0.1.0"
