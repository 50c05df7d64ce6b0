"""Findings in the forms that people and machines read."""

from lanmu.report.array import render as json
from lanmu.report.terminal import render as human

__all__ = ["human", "json"]
