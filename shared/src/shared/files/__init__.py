"""Attachments and blobs: one store of encrypted files for all services of a deployment."""
