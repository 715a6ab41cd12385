"""送达: the reply and the notice of an extension, made out once and served once, and what proves it."""
