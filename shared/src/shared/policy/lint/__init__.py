"""The linter of packs: a pack with any fault never takes effect. One module for each kind of fault, each fault a sentence."""
