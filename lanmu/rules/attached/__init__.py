"""Rules about attachments: A."""
