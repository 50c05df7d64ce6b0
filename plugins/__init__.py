"""How it is shown: Pelican plugins. Each module that makes pages has a ``register()``."""
