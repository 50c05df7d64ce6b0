"""How the site is built: in full or by what changed; what is made, in which processes, and put in place."""
