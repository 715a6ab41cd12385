"""The linter of packs: a pack with any fault never takes effect. Each module finds one kind of fault; a fault is a sentence."""
