"""A mark for reactions that read several streams to decide; it stands apart so that reactions need not know a database."""


class DecidesAlone:
    """No other reaction so marked decides in the agency meanwhile: what was read still holds when it appends.

    A version guards only the stream that is appended to, and not what another stream said, nor that there was none.
    """
