"""How the portal is worked: the ``lanmu`` command, one module a command."""
