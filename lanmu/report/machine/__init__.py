"""Findings in the forms that machines read."""
