"""Streams of an OLE2 compound file (.doc, .xls, .wps, encrypted OOXML), without a library.

The directory is walked, and a stream where it is asked for; every chain has a bound, so that a damaged or hostile file ends, too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECTORS = 4096
_LARGE, _SMALL_SECTOR = 4096, 64
"""Smaller streams stand in small sectors, inside the stream of the root entry."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise ValueError("not an OLE2 file")
        self.data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError("no valid sector size")
        self.size = 1 << shift
        self.first_directory = struct.unpack_from("<I", data, 48)[0]
        self.fat_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < 0xFFFFFFFA]

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def next(self, number: int) -> int:
        per_sector = self.size // 4
        index = number // per_sector
        if index >= len(self.fat_sectors):
            return 0xFFFFFFFE
        table = self.sector(self.fat_sectors[index])
        place = number % per_sector * 4
        return int(struct.unpack_from("<I", table, place)[0]) if place + 4 <= len(table) else 0xFFFFFFFE

    def chain(self, number: int) -> Iterator[bytes]:
        for _ in range(_MOST_SECTORS):
            if number >= 0xFFFFFFFA:
                return
            yield self.sector(number)
            number = self.next(number)


def streams(data: bytes) -> dict[str, tuple[int, int]]:
    """Name -> (first sector, size) of every stream and storage; empty when the directory is unreadable."""
    try:
        reader = _Reader(data)
        found: dict[str, tuple[int, int]] = {}
        for sector in reader.chain(reader.first_directory):
            for start in range(0, len(sector) - 127, 128):
                length = struct.unpack_from("<H", sector, start + 64)[0]
                if sector[start + 66] and 2 <= length <= 64:
                    name = sector[start : start + length - 2].decode("utf-16-le", "replace")
                    first, size = struct.unpack_from("<II", sector, start + 116)
                    found[name] = (first, size)
    except (ValueError, struct.error):
        return {}
    return found


def head(data: bytes, name: str, length: int = 64) -> bytes:
    """The first bytes (at most 64) of a stream; b"" when there is no such stream or it cannot be reached."""
    found = streams(data)
    first, size = found.get(name, (0, 0))
    try:
        reader = _Reader(data)
        if size >= _LARGE:
            return reader.sector(first)[:length]
        within, most = divmod(first * _SMALL_SECTOR, reader.size)
        container = reader.chain(found["Root Entry"][0])
        return next(islice(container, within, None), b"")[most : most + min(length, size, _SMALL_SECTOR)]
    except (ValueError, KeyError, struct.error):
        return b""


def content(data: bytes, name: str) -> bytes:
    """A whole stream; b"" when there is none, or its chain of sectors is broken."""
    found = streams(data)
    first, size = found.get(name, (0, 0))
    if not 0 < size <= len(data):
        return b""
    try:
        reader = _Reader(data)
        table = _sectors(reader)
        if size >= _LARGE:
            return _joined(data[reader.size :], reader.size, table, first, size)
        small = struct.unpack_from("<I", data, 60)[0]
        chain = _joined(data[reader.size :], reader.size, table, small, None)
        container = _joined(data[reader.size :], reader.size, table, found["Root Entry"][0], None)
        return _joined(container, _SMALL_SECTOR, _numbers(chain), first, size)
    except (ValueError, KeyError, struct.error):
        return b""


def _joined(data: bytes, step: int, table: list[int], first: int, size: int | None) -> bytes:
    """The sectors of a chain put together, cut to `size`; b"" if they are fewer."""
    out = bytearray()
    for _ in range(len(data) // step + 1 if size is None else size // step + 1):
        if first >= len(table):
            break
        out += data[first * step : (first + 1) * step]
        first = table[first]
    return bytes(out[:size]) if size is None or len(out) >= size else b""


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _sectors(reader: _Reader) -> list[int]:
    """Sector -> the one that follows it, for the whole file: 109 sectors of it are named in the header."""
    numbers = list(reader.fat_sectors)
    following: int = struct.unpack_from("<I", reader.data, 68)[0]
    per_sector = reader.size // 4
    for _ in range(len(reader.data) // reader.size // per_sector + 1):
        if following >= 0xFFFFFFFA:
            break
        *more, following = _numbers(reader.sector(following)) or [0xFFFFFFFE]
        numbers += [number for number in more if number < 0xFFFFFFFA]
    most = len(reader.data) // reader.size + 1
    return [after for number in numbers[:most] for after in _numbers(reader.sector(number))]
