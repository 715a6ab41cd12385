"""The calendar (工作日历): the State Council's holiday notices (放假通知), and the working days that follow from them."""
