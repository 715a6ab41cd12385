"""Official papers as PDF: the press, its faces, and the house style of every paper that an agency issues.

Only a service that renders depends on `lantai-shared[papers]`: nothing else in `shared` imports this package.
"""
