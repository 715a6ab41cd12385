"""The calendar (工作日历): the holiday notices (放假通知) that were loaded, and the working days that follow from them."""
