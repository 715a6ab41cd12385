"""What several pages of intake show or read: answers, cookies, timeline, findings, moments of arrival."""
