"""What ``columns.yaml`` may hold: declared once, checked with places, exported for editors."""

from lanmu.schema.check import check
from lanmu.schema.export import json_schema
from lanmu.schema.report import Report

__all__ = ["Report", "check", "json_schema"]
