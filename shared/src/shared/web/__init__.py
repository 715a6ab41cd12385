"""The foundation of all services' pages: layout, forms, access, errors, static files. It holds no page of a service.

`install` puts it onto a FastAPI application. Every route then depends on `public` or on `staff(...)`, renders
with `Pages.render`, reads its form with `FormReader` and says no with a `Refusal`.
"""
