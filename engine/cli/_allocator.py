"""Tells the C library to give the memory of long bodies back to the system."""

import ctypes
import sys
from typing import Final

_MMAP_THRESHOLD: Final = -3
"""`M_MMAP_THRESHOLD` of <malloc.h>: glibc manual, "Malloc Tunable Parameters"."""
_LONG_BYTES: Final = 1_048_576


def return_long_blocks() -> None:
    """Give each long block of memory pages of its own, which go when it is freed.

    Left alone glibc raises its threshold to the longest block it has seen: after one upload of
    10 MB it keeps the holes that later ones leave, several times what they need. Does nothing
    where the C library is another one.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LONG_BYTES)
