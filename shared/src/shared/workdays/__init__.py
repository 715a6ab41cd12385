"""The one way to count legal days (工作日, 条例 30–34): pure, and every date comes with its explanation.

`Calendar` holds what the State Council's notices (放假通知) ordered; `count` explains a period day by day; `due_date`
gives the same date from a table, for pages that show thousands. Days of a year without its notice are never guessed.
"""

from shared.workdays.calendar import NATIONAL_REGION as NATIONAL_REGION
from shared.workdays.calendar import Calendar as Calendar
from shared.workdays.calendar import DayCause as DayCause
from shared.workdays.calendar import Notice as Notice
from shared.workdays.calendar import Row as Row
from shared.workdays.calendar import Uncovered as Uncovered
from shared.workdays.counting import Count as Count
from shared.workdays.counting import count as count
from shared.workdays.pauses import Pause as Pause
from shared.workdays.periods import days_later as days_later
from shared.workdays.periods import deadline_instant as deadline_instant
from shared.workdays.periods import due_date as due_date
from shared.workdays.periods import months_later as months_later
from shared.workdays.periods import roll_forward as roll_forward
from shared.workdays.periods import working_days_between as working_days_between
from shared.workdays.regions import Region as Region
from shared.workdays.regions import calendar_of_region as calendar_of_region
from shared.workdays.regions import is_region as is_region
from shared.workdays.regions import regions_down_to as regions_down_to
