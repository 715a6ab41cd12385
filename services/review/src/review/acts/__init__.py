"""Commands over two nouns: each reads a case and its 保密审查单, changes one of them and guards the version of the other."""
