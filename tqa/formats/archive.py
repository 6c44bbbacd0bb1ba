"""ZIP archives that hold the parts of a document, as Office Open XML has them: read within bounds, and written so that
every byte stays as it is but those of the parts that change.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tqa import UnreadableError, UnwritableError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_MEMBERS = 10_000
MOST_BYTES = 64_000_000
"""Unpacked, of all the parts that are read of a file: no text that people write comes near it."""
MOST_TIMES, SMALL = 100, 1_000_000
"""How many times larger than packed a part may be, but for small ones."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds an encrypted package."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_CRC, _OFFSET = 7, 16
"""Fields of the headers: the checksum, before the sizes, packed and not; where the local header is."""
_DESCRIBED = 0x08
"""The flag that says: checksum and sizes follow the data."""
_DESCRIPTOR = b"PK\x07\x08"
_NO_TIME = (0, 0x21)
"""1 January 1980, as Office writes it."""


class Package:
    """An archive. Raises UnreadableError for what is none, or none that is safe to read."""

    def __init__(self, data: bytes, path: str, kind: str) -> None:
        """`kind`: what messages call such a file, as "Word file"."""
        self.data = data
        self._where = f"{path}: " if path else ""
        self._left = MOST_BYTES
        self._read: dict[str, bytes] = {}
        if data.startswith(_OLE):
            raise UnreadableError(f"{self._where}{_ole(data, kind)}")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as problem:
            raise UnreadableError(f"{self._where}this is no sound ZIP archive, as a {kind} is: {problem}") from None
        members = self._archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise UnreadableError(
                f"{self._where}an archive of {len(members):,} files is no {kind}; at most {MOST_MEMBERS:,} are read"
            )
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise UnreadableError(f"{self._where}the archive has two files of the same name: it is not safe to read")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        return [*self._members]

    def read(self, name: str) -> bytes:
        """What is in a part, b"" where there is none of that name."""
        if name not in self._read:
            member = self._members.get(name)
            self._read[name] = b"" if member is None else self._unpacked(member)
        return self._read[name]

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        name = member.filename
        size, packed = member.file_size, member.compress_size
        if size > self._left or (size > SMALL and size > MOST_TIMES * packed):
            raise UnreadableError(
                f"{self._where}{name} unpacks from {packed:,} to {size:,} bytes: it is not safe to read"
            )
        try:
            with self._archive.open(member) as file:
                found = file.read(size + 1)
        except RuntimeError:  # NotImplementedError, for other methods than these, is one, too
            what = "encrypted" if member.flag_bits & 1 else "packed in a way that is not known"
            raise UnreadableError(f"{self._where}{name} in it is {what}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as problem:
            raise UnreadableError(f"{self._where}{name} in it is damaged: {problem}") from None
        self._left -= len(found)
        return found

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with other parts in place of those of their names, or more parts. Raises UnwritableError."""
        data = self.data
        directory = self._archive.start_dir
        end = data.rfind(_END_MARK)
        if data.find(_ZIP64, directory) >= 0 or not 0 <= directory <= end:
            raise UnwritableError("nothing is written: the archive is of a kind (ZIP64) that is only read")
        entries = list(_entries(data, directory, end))
        places = {entry.name: entry.offset for entry in entries}
        if places != {name: member.header_offset for name, member in self._members.items()}:
            raise UnwritableError("nothing is written: the archive has something in front, or odd names")
        new: list[_Splice] = []
        renewed: dict[str, tuple[int, int, int]] = {}
        for name, part in parts.items():
            if name in places:
                made, renewed[name] = self._member(name, part)
                new.append(made)
        new.sort()
        if any(one.end > other.start for one, other in pairwise(new)):
            raise UnwritableError("nothing is written: files in the archive overlap")
        added = [_Added(name, part) for name, part in parts.items() if name not in places]
        out, at = [], 0
        for splice in new:
            out += [data[at : splice.start], splice.data]
            at = splice.end
        out.append(data[at:directory])
        size = sum(map(len, out))
        central = [entry.written(renewed.get(entry.name), new) for entry in entries]
        for one in added:
            out.append(one.local)
            central.append(one.central(size))
            size += len(one.local)
        return b"".join([*out, *central, _ended(data[end:], len(central), sum(map(len, central)), size)])

    def _member(self, name: str, part: bytes) -> tuple[_Splice, tuple[int, int, int]]:
        """A member with other content, as it is to stand in the archive; and its checksum and sizes."""
        data, member = self.data, self._members[name]
        start = member.header_offset
        fields = [*_LOCAL.unpack_from(data, start)]
        first = start + _LOCAL.size + fields[9] + fields[10]
        last = first + member.compress_size
        described = member.flag_bits & _DESCRIBED
        if fields[0] != _LOCAL_MARK or (not described and fields[7] != member.compress_size):
            raise UnwritableError(f"nothing is written: {name} is in the archive in a way that is only read")
        packed = part if member.compress_type == zipfile.ZIP_STORED else _packed(part)
        sizes = zlib.crc32(part), len(packed), len(part)
        tail = b""
        if described:
            marked = data.startswith(_DESCRIPTOR, last)
            was = struct.pack("<3L", member.CRC, member.compress_size, member.file_size)
            if not data.startswith(was, last + 4 * marked):
                raise UnwritableError(f"nothing is written: {name} is in the archive in a way that is only read")
            tail = _DESCRIPTOR * marked + struct.pack("<3L", *sizes)
            last += len(tail)
        else:
            fields[6:9] = sizes
        header = _LOCAL.pack(*fields) + data[start + _LOCAL.size : first]
        return _Splice(start, last, header + packed + tail), sizes


_LOCAL_MARK, _CENTRAL_MARK, _END_MARK, _ZIP64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"


class _Splice(NamedTuple):
    start: int
    end: int
    data: bytes


class _Entry(NamedTuple):
    """An entry of the archive's directory."""

    name: str
    offset: int
    raw: bytes

    def written(self, sizes: tuple[int, int, int] | None, spliced: list[_Splice]) -> bytes:
        """The entry after some members were put in place of others."""
        fields = [*_CENTRAL.unpack_from(self.raw)]
        if sizes:
            fields[_CRC : _CRC + 3] = sizes
        fields[_OFFSET] += sum(len(s.data) - (s.end - s.start) for s in spliced if s.start < self.offset)
        return _CENTRAL.pack(*fields) + self.raw[_CENTRAL.size :]


def _entries(data: bytes, at: int, end: int) -> list[_Entry]:
    found = []
    while data.startswith(_CENTRAL_MARK, at) and at < end:
        fields = _CENTRAL.unpack_from(data, at)
        name_at, flags = at + _CENTRAL.size, fields[3]
        after = name_at + fields[10] + fields[11] + fields[12]
        name = data[name_at : name_at + fields[10]].decode("utf-8" if flags & 0x800 else "cp437", "replace")
        found.append(_Entry(name, fields[_OFFSET], data[at:after]))
        at = after
    return found


class _Added:
    """A member that is new."""

    def __init__(self, name: str, part: bytes) -> None:
        packed = _packed(part)
        self._name = name.encode("ascii")
        self._common = (20, 0, zipfile.ZIP_DEFLATED, *_NO_TIME, zlib.crc32(part), len(packed), len(part))
        self.local = _LOCAL.pack(_LOCAL_MARK, *self._common, len(self._name), 0) + self._name + packed

    def central(self, offset: int) -> bytes:
        return _CENTRAL.pack(_CENTRAL_MARK, 20, *self._common, len(self._name), 0, 0, 0, 0, 0, offset) + self._name


def _ended(end: bytes, count: int, size: int, offset: int) -> bytes:
    """The record that ends an archive, with its comment."""
    fields = [*_END.unpack_from(end)]
    fields[3:7] = count, count, size, offset
    return _END.pack(*fields) + end[_END.size :]


def _packed(part: bytes) -> bytes:
    made = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(part) + made.flush()


def _ole(data: bytes, kind: str) -> str:
    if _ENCRYPTED in data:
        return f"this {kind} is encrypted with a password; save it without one"
    return "this is a file of the old kind (.doc, .xls), whatever it is called; save it in the new one (.docx, .xlsx)"
