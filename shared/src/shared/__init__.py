"""The code that all four services share: the published events, and log, bus, delivery, pages and policy.

Admission rule (README.md): two services use a module today, its name has no verb of a domain, a contract test covers it.
"""
