"""What the pages of all services stand on: layout, forms, access, errors, static files; no page of a service.

`install` puts it onto a FastAPI application. Every route then depends on `public` or on `staff(...)`, renders
with `Pages.render`, reads its form with `FormReader` and says no with a `Refusal`.
"""
