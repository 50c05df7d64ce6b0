"""Rules about what may not be published: B and H."""
