"""Findings in the forms that people and machines read."""

from lanmu.report.array import render as json
from lanmu.report.github import render as github
from lanmu.report.gitlab import render as gitlab
from lanmu.report.junit import render as junit
from lanmu.report.sarif import render as sarif
from lanmu.report.terminal import render as human

__all__ = ["github", "gitlab", "human", "json", "junit", "sarif"]
