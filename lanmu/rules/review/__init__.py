"""Rules about a change as a whole: who may make it, and who has approved it. ``lanmu.review`` decides."""
