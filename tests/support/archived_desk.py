"""What the desk of the archive tests holds: a desk file, and a request with something of all."""

from base64 import b64encode
from typing import Any

DECLARATION: dict[str, Any] = {
    "settings": {"Ticket::Service": 1},
    "users": [
        {"login": "mira", "password": "s3cret", "first_name": "Mira", "last_name": "Lind",
         "email": "mira@acmetest.net", "groups": {"users": "rw"}},
    ],
    "customers": [
        {"login": "lena", "password": "s3cret", "first_name": "Lena", "last_name": "Ünd",
         "email": "lena@acmetest.net", "company": "ACME", "services": ["Printing"]},
    ],
    "queues": [{"name": "Hardware", "group": "users"}],
    "services": ["Printing"],
    "dynamic_fields": [{"name": "Floor", "object": "Ticket", "type": "Text"}],
}  # fmt: skip
MIRA = {"UserLogin": "mira", "Password": "s3cret"}
TICKET = {
    "Ticket": {
        "Title": "Printer jam 🖨", "Queue": "Hardware", "State": "new", "Priority": "3 normal",
        "CustomerUser": "lena",
    },
    "Article": {
        "Subject": "Paper", "Body": "It jammed\n«again»", "TimeUnit": 1.5,
        "ContentType": "text/plain; charset=utf8",
    },
    "DynamicField": {"Name": "Floor", "Value": "2"},
    "Attachment": [
        {"Filename": "bytes.bin", "ContentType": "application/octet-stream",
         "Content": b64encode(bytes(range(256))).decode()},
    ],
}  # fmt: skip
