"""Settings for publishing: as pelicanconf, and any error of Pelican's ends the build."""

from pelicanconf import *  # noqa: F403  (Pelican's own way to extend settings)

DELETE_OUTPUT_DIRECTORY = False
