#!/usr/bin/env python3
"""Says yes to everything in CloudWatch's place, and notes the requests' bodies, unpacked, in a file.
Usage: endpoint.py PORT FILE; with port 0 any free one. Prints the port."""
import gzip
import http.server
import sys


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        with open(sys.argv[2], "ab") as received:
            received.write(body + b"\n")
        self.send_response(200)
        self.send_header("smithy-protocol", "rpc-v2-cbor")
        self.send_header("Content-Type", "application/cbor")
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(b"\xa0")  # An empty map.

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Endpoint)
print(server.server_address[1], flush=True)
server.serve_forever()
