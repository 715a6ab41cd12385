"""The texts of the played year: every page, paper and read-only command of `lantai demo --once`, as plain files.

`pages/` holds them as they are meant to be. tests/system/test_year.py plays the year and compares. A change that is
wanted is made by `PYTHONPATH=tests .venv/bin/python -m captured --write` in the commit that wants it.
"""
