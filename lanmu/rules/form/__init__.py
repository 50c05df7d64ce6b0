"""Rules about how an article is written: F, L, O and T."""
