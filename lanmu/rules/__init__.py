"""Every rule. One rule is one value; see ``lanmu.rules.rule`` and ``lanmu.rules.registry``."""
