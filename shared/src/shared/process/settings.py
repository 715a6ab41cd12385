"""The settings of a service from its environment (prefix LANTAI_), typed and frozen."""

from base64 import b64decode
from pathlib import Path

from pydantic import Field, NonNegativeInt, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of every service; a secret that a service does not hold is None."""

    model_config = SettingsConfigDict(env_prefix="LANTAI_", frozen=True, extra="ignore")

    service: str
    listen_host: str = "127.0.0.1"
    listen_port: int
    public_url: str = "http://127.0.0.1"
    gateway_addresses: str = Field("127.0.0.1", validation_alias="FORWARDED_ALLOW_IPS")
    """Whose word on a request's visitor and id is taken: the gateway's address, or `*` where nobody else can call."""
    otlp_endpoint: str | None = None
    """Where traces go (OTLP over HTTP), for example http://collector:4318; nowhere if None."""

    database_app_dsn: str
    database_carrier_dsn: str
    database_elsewhere: bool = False
    """Whether the database's machine has a clock of its own: it then confirms this machine's (shared.time.trusted)."""
    keys_dsn: str | None = None

    nats_url: str
    nats_user: str | None = None
    nats_password: SecretStr | None = None

    pass_public_key: str
    pass_private_key: SecretStr | None = None
    vault_identity: SecretStr | None = None
    vault_text: SecretStr | None = None
    vault_party: SecretStr | None = None
    vault_plain: SecretStr | None = None

    blob_folder: Path | None = None
    exercise: bool = False
    log_json: bool = True
    secure_cookies: bool = False
    policy_folder: Path | None = None

    filings_per_address_hour: NonNegativeInt = 30
    filings_per_agency_hour: NonNegativeInt = 300
    """New requests that intake takes on line within an hour; 0 does not limit."""


def async_dsn(dsn: str) -> str:
    """A PostgreSQL address as SQLAlchemy's asyncpg dialect wants it."""
    return dsn.replace("postgresql://", "postgresql+asyncpg://", 1)


def secret_bytes(secret: SecretStr) -> bytes:
    """The raw bytes of a base64 secret."""
    return b64decode(secret.get_secret_value())
