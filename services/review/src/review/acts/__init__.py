"""Acts over two nouns: each reads the case and its 保密审查单, writes one of them and guards the other."""
