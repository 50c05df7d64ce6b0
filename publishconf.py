"""Settings for publishing: those of pelicanconf. What only the public site needs is set here."""

from pelicanconf import *  # noqa: F403  (Pelican's own way to extend settings)

LANMU_STAFF = False  # whatever pelicanconf says: the public has nothing to edit
