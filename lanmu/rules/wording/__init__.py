"""Rules about words and marks: W301 to W303."""
