"""Alembic's entry: the connection comes from `shared.service.migration`, never from a file."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="public")
with context.begin_transaction():
    context.run_migrations()
