"""S3-compatible storage, spoken to over HTTP: in parts, and never half a back-up."""

import random
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from config.backups import s3
from config.backups.places import Place, place_at
from config.backups.trouble import BackupTrouble
from tests.config.backups.installations import KEY, Installation


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


def directly(server: str) -> Any:
    """A client that is none of ours."""
    login = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    return boto3.client("s3", endpoint_url=server, region_name="us-east-1", **login)


@pytest.fixture
def bucket(server: str, settings: Settings) -> Place:
    settings.BACKUP_S3_ENDPOINT, settings.BACKUP_S3_REGION = server, "us-east-1"
    settings.BACKUP_S3_ACCESS_KEY, settings.BACKUP_S3_SECRET_KEY = "name", "secret"
    client = directly(server)
    client.create_bucket(Bucket="tandem")
    for item in client.list_objects_v2(Bucket="tandem").get("Contents", []):
        client.delete_object(Bucket="tandem", Key=item["Key"])
    return place_at("s3://tandem/second-site")


def test_a_back_up_goes_there_in_parts_and_comes_back(
    installation: Installation, bucket: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "_PART", 5 << 20)
    (installation.files / "packs" / "large.pdf").write_bytes(random.Random(3).randbytes(12 << 20))
    rows, files = installation.rows(), installation.files_here()
    installation.place = bucket
    made = installation.back_up(key=KEY)
    assert bucket.names() == [made.name]
    assert bucket.size(made.name) == made.size > 12 << 20
    installation.write("UPDATE partners_user SET full_name = 'After'")
    (installation.files / "packs" / "large.pdf").unlink()
    installation.restore(made, key=KEY)
    assert (installation.rows(), installation.files_here()) == (rows, files)
    bucket.remove(made.name)
    assert bucket.names() == []


def test_one_that_fails_half_way_leaves_neither_a_name_nor_parts(bucket: Place, server: str) -> None:
    with pytest.raises(ZeroDivisionError), bucket.writing("half") as sink:
        sink.write(bytes(40 << 20))
        _ = 1 / 0
    assert bucket.names() == []
    client = directly(server)
    assert "Uploads" not in client.list_multipart_uploads(Bucket="tandem")


def test_a_mistyped_name_is_answered_with_those_that_are_there(bucket: Place) -> None:
    said = r"^There is no back-up named x in s3://tandem/second-site; there are none"
    with pytest.raises(BackupTrouble, match=said), bucket.reading("x"):
        pass


def test_a_bucket_that_is_not_there_is_named(bucket: Place) -> None:
    with pytest.raises(BackupTrouble, match=r"s3://nowhere.* could not be reached: .*Check BACKUP_TO"):
        place_at("s3://nowhere").names()


def test_storage_that_does_not_answer_is_named(
    settings: Settings, bucket: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_S3_ENDPOINT = "http://127.0.0.1:9"
    with pytest.raises(BackupTrouble, match="could not be reached"):
        place_at("s3://tandem").names()


def test_an_address_without_a_bucket_is_explained() -> None:
    with pytest.raises(BackupTrouble, match="names no bucket"):
        place_at("s3://")
