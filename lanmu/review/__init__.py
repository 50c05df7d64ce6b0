"""Review: who may change what, who must approve it, and what shows that they did."""
