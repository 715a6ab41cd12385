"""Table three of the annual report (年报表三): how it is counted, laid out by the policy, printed and written as a workbook."""
