"""What the server and the helper process say to each other, and the limits both hold.

A job is ``key length-of-stylesheet length-of-document`` and both texts; a stylesheet that the
process knows by its key may be left out. The answer is a letter, a length and that many bytes.
"""

import struct
from typing import Final

JOB: Final = struct.Struct("!32sII")
ANSWER: Final = struct.Struct("!cI")

RESULT: Final = b"R"
"""The result, serialised."""
FAILED: Final = b"E"
"""The stylesheet failed; what libxslt says."""
BAD_DOCUMENT: Final = b"D"
"""The document was not well-formed; what libxml2 says."""
LIMIT: Final = b"L"
"""A limit was met; which one. The process ends behind this answer."""
UNKNOWN: Final = b"?"
"""The stylesheet is not known."""

CPU_SECONDS: Final = 1.0
"""Processor time of one document."""
WALL_SECONDS: Final = 1.6
"""How long a document may take; its processor time ends before, unless the machine is crowded."""
MEMORY_BYTES: Final = 128 << 20
"""What the process may take beyond what it has when it starts."""
