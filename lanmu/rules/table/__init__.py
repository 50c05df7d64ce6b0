"""Rules about columns.yaml: C."""
