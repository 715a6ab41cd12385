"""Parts that several pages of intake use: PDF answers, cookies, timeline, findings, instants of arrival."""
