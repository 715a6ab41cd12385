"""What the four services share: the published language of events, and the plumbing under it.

Admission rule (README.md): two services use it today, it has no verb of the domain in its name, it has a contract test.
"""
