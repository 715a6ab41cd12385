"""The first content of the databases: agencies, calendar, sample staff."""
