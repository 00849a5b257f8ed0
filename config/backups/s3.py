"""Back-ups in S3-compatible storage, written in parts as they are made: nothing lies on this machine's disk."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from config.backups.sealing import Sink, Source
from config.backups.trouble import BackupTrouble, none_of_that_name

_PART = 16 << 20
"""Bytes of a part; S3 takes 10,000, so that a back-up may grow to 160 GB."""
# Services that are compatible need not know the checksums that Amazon's own has lately.
_CONFIG = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"max_attempts": 5, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket:
    """A bucket and how the names in it begin."""

    def __init__(self, client: Any, bucket: str, beginning: str) -> None:
        self._client = client
        self._bucket = bucket
        self._beginning = f"{beginning}/" if beginning else ""

    @classmethod
    def named(cls, address: str) -> "Bucket":
        """From s3://bucket/beginning and the BACKUP_S3_ settings. Raises BackupTrouble."""
        split = urlsplit(address)
        if not split.hostname:
            raise BackupTrouble(
                f"BACKUP_TO={address} names no bucket. Write s3://bucket or s3://bucket/beginning."
            )
        try:
            client = boto3.client(
                "s3",
                endpoint_url=settings.BACKUP_S3_ENDPOINT or None,
                region_name=settings.BACKUP_S3_REGION or None,
                aws_access_key_id=settings.BACKUP_S3_ACCESS_KEY or None,
                aws_secret_access_key=settings.BACKUP_S3_SECRET_KEY or None,
                config=_CONFIG,
            )
        except (BotoCoreError, ValueError) as problem:
            raise BackupTrouble(f"The storage of BACKUP_TO cannot be used: {problem}") from problem
        return cls(client, split.netloc, split.path.strip("/"))

    @property
    def words(self) -> str:
        return f"s3://{self._bucket}/{self._beginning}".rstrip("/")

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        with self._asked(name):
            begun = self._client.create_multipart_upload(**self._at(name))
        upload = _Upload(self, {**self._at(name), "UploadId": begun["UploadId"]})
        try:
            yield upload
            upload.finish()
        except BaseException:
            with suppress(BotoCoreError, ClientError):  # parts that stay are only in the way
                self._client.abort_multipart_upload(**upload.where)
            raise

    @contextmanager
    def reading(self, name: str) -> Iterator[Source]:
        with self._asked(name):
            body = self._client.get_object(**self._at(name))["Body"]
        try:
            yield _Download(self, name, body)
        finally:
            body.close()

    def names(self) -> list[str]:
        found: list[str] = []
        with self._asked(""):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._beginning):
                found += [item["Key"].removeprefix(self._beginning) for item in page.get("Contents", [])]
        return sorted(found)

    def size(self, name: str) -> int:
        with self._asked(name):
            return int(self._client.head_object(**self._at(name))["ContentLength"])

    def remove(self, name: str) -> None:
        with self._asked(name):
            self._client.delete_object(**self._at(name))

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._beginning}{name}"}

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        from urllib3.exceptions import HTTPError

        try:
            yield
        except (BotoCoreError, ClientError, HTTPError, OSError) as problem:
            if isinstance(problem, ClientError) and problem.response["Error"]["Code"] == "NoSuchKey":
                raise none_of_that_name(name, where=self.words, names=self.names()) from None
            where = f"{self.words}/{name}".rstrip("/")
            raise BackupTrouble(
                f"{where} could not be reached: {problem}. Check BACKUP_TO and the BACKUP_S3_ settings."
            ) from problem


class _Upload:
    """Gathers what is written into parts."""

    def __init__(self, bucket: Bucket, where: dict[str, str]) -> None:
        self._bucket = bucket
        self.where = where
        self._waiting = bytearray()
        self._parts: list[dict[str, Any]] = []

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) >= _PART:
            self._send(bytes(self._waiting[:_PART]))
            del self._waiting[:_PART]
        return len(data)

    def finish(self) -> None:
        self._send(bytes(self._waiting))
        with self._bucket._asked(self.where["Key"]):
            done = {"Parts": self._parts}
            self._bucket._client.complete_multipart_upload(**self.where, MultipartUpload=done)

    def _send(self, part: bytes) -> None:
        number = len(self._parts) + 1
        with self._bucket._asked(self.where["Key"]):
            sent = self._bucket._client.upload_part(**self.where, PartNumber=number, Body=part)
        self._parts.append({"ETag": sent["ETag"], "PartNumber": number})


class _Download:
    def __init__(self, bucket: Bucket, name: str, body: Any) -> None:
        self._bucket, self._name, self._body = bucket, name, body

    def read(self, size: int) -> bytes:
        with self._bucket._asked(self._name):
            return bytes(self._body.read(size))
