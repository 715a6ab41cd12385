"""What stands in the databases before anybody uses them: agencies, calendar, sample staff."""
