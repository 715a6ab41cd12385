"""Alembic's entry: the connection comes from `shared.eventlog.migrations.runner`, never from a file."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="public")
with context.begin_transaction():
    context.run_migrations()
