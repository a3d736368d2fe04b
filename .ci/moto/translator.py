"""Translates what the AWS SDK for Java sends to CloudWatch (Smithy RPC v2 in CBOR) into calls of
boto3, which moto understands. The names of operations and members are the same in both, so nothing
else is changed. Prints its port and serves until it is killed."""

import gzip
import http.server
import re
import sys

import boto3
import botocore.exceptions
import cbor2

OPERATION = re.compile(r"/service/GraniteServiceVersion20100801/operation/(\w+)$")


def snake(operation):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        operation = OPERATION.search(self.path)
        if not operation:
            return self.answer(404, {"__type": "UnknownOperationException", "message": self.path})
        request = cbor2.loads(body)
        try:
            result = getattr(self.server.cloudwatch, snake(operation.group(1)))(**request)
            result.pop("ResponseMetadata", None)
            self.answer(200, result)
        except botocore.exceptions.ClientError as error:
            details = error.response["Error"]
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            self.answer(status, {"__type": details["Code"], "message": details["Message"]})

    def answer(self, status, content):
        body = cbor2.dumps(content, datetime_as_timestamp=True)
        self.send_response(status)
        self.send_header("smithy-protocol", "rpc-v2-cbor")
        self.send_header("content-type", "application/cbor")
        self.send_header("content-length", str(len(body)))
        if status != 200:
            self.send_header("x-amzn-query-error", content["__type"] + ";Sender")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.cloudwatch = boto3.client("cloudwatch", endpoint_url=sys.argv[1])
    print(server.server_port, flush=True)
    server.serve_forever()


main()
