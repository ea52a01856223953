"""Serves the files of a directory from a bucket of moto's S3 server, to whoever signs requests with the one key that there is.

Usage: s3_server.py DIRECTORY BUCKET PREFIX. Prints port, key and secret as JSON, and ends when its standard input does. moto itself looks
at no signature of S3, so each is computed here once more, by botocore, before moto sees the request.
"""

import json
import logging
import pathlib
import re
import sys
import threading

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
KEY, SECRET = "AKIAREADER", "secret/with+signs="
SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)


class Door:
    """Lets in who has signed."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        code = refusal(environ)
        if code is None:
            return self.application(environ, start_response)
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
        start_response("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]


def refusal(environ):
    signed = SIGNED.fullmatch(environ.get("HTTP_AUTHORIZATION", ""))
    if signed is None:
        return "AccessDenied"
    key, region, names, signature = signed.groups()
    if key != KEY:
        return "InvalidAccessKeyId"
    headers = {name: header(environ, name) for name in names.split(";")}
    url = f"http://{environ['HTTP_HOST']}{environ['REQUEST_URI']}"
    request = AWSRequest(method=environ["REQUEST_METHOD"], url=url, headers=headers)
    request.context["timestamp"] = headers["x-amz-date"]
    auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", region)
    expected = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return None if signature == expected else "SignatureDoesNotMatch"


def header(environ, name):
    key = name.upper().replace("-", "_")
    return environ[key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else "HTTP_" + key]


def main(directory, bucket, prefix):
    moto = DomainDispatcherApplication(create_backend_app)
    fill(moto, pathlib.Path(directory), bucket, prefix)
    server, _ = started(Door(moto))
    print(json.dumps({"port": server.server_port, "key": KEY, "secret": SECRET}), flush=True)
    sys.stdin.read()
    server.shutdown()


def fill(moto, directory, bucket, prefix):
    server, thread = started(moto)
    url = f"http://127.0.0.1:{server.server_port}"
    s3 = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    s3.create_bucket(Bucket=bucket)
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            key = prefix + str(path.relative_to(directory))
            s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), ChecksumAlgorithm="SHA256")
    server.shutdown()
    thread.join()


def started(application):
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    return server, thread


main(*sys.argv[1:])
