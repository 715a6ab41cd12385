"""A mark for reactions that do more than decide; it stands apart so that reactions need not know a database."""


class ActsAtLength:
    """Setting a page takes its time: each event has a transaction of its own, so that nothing waits behind it."""
