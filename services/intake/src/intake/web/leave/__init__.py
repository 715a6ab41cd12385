"""退出: a citizen leaves the own request, on a computer that others use after."""
