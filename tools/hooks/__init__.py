"""What git runs on the way to a commit: modules that load as little as they can."""
