"""JSON-RPC 2.0 as the Language Server Protocol speaks it: messages in and out, the life of a server, and what is to be
done later.

One thread reads; everything else happens in the thread that serves, one message after the other. So a request that the
client takes back before its turn is never begun, and what may wait (`when_idle`, `later`) sees all that has come.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from typing import BinaryIO

    Handler = Callable[[Any], Any]

logger = logging.getLogger(__name__)

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL_ERROR = -32700, -32600, -32601, -32602, -32603
NOT_INITIALIZED, REQUEST_CANCELLED, REQUEST_FAILED = -32002, -32800, -32803

LONGEST = 256_000_000
"""Bytes of a message; a longer one is none, but a header that went wrong."""


class RefusedError(Exception):
    """Why a request is not answered with a result."""

    def __init__(self, message: str, code: int = REQUEST_FAILED) -> None:
        super().__init__(message)
        self.code = code


class Method(NamedTuple):
    """What is done for a request or notification. `form`: what its parameters look like (see `check`)."""

    handler: Handler
    form: Any = None
    when_idle: bool = False
    """The request may wait until no message does."""


class Connection:
    """A server's end of the connection to its one client."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, methods: Mapping[str, Method]) -> None:
        self._incoming, self._outgoing, self._methods = incoming, outgoing, methods
        self._inbox: SimpleQueue[Any] = SimpleQueue()
        self._waiting: list[dict[str, Any]] = []
        self._later: dict[Hashable, tuple[float, Callable[[], None]]] = {}
        self._pending: set[int | str] = set()
        """The ids of requests that are not answered yet, and which of them the client has taken back."""
        self._cancelled: set[int | str] = set()
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._last = 0
        self._state = "new"
        """Then "running", "shut down" and "gone"."""

    def serve(self) -> int:
        """Serve until the client says `exit` or is gone. Returns the exit code that the protocol asks for: 0 after
        `shutdown`, else 1."""
        threading.Thread(target=self._read, daemon=True).start()
        was_shut_down = False
        while self._state != "gone":
            was_shut_down = self._state == "shut down"
            try:
                self._next()
            except (BrokenPipeError, ConnectionError):
                break
        return 0 if was_shut_down else 1

    def _next(self) -> None:
        """Handle the next message; where there is none, what was put off."""
        try:
            message = self._inbox.get(block=not self._waiting, timeout=self._pause())
        except Empty:
            if self._waiting:
                self._answer(self._waiting.pop(0))
            else:
                now = time.monotonic()
                for key in [key for key, (due, _) in self._later.items() if due <= now]:
                    self._guarded("later", self._later.pop(key)[1])
        else:
            self._handle(message)

    def _pause(self) -> float | None:
        if not self._later:
            return None
        return max(0.0, min(due for due, _ in self._later.values()) - time.monotonic())

    def later(self, key: Hashable, seconds: float, do: Callable[[], None]) -> None:
        """Do something after a pause, in place of what was to be done under the same key."""
        self._later[key] = (time.monotonic() + seconds, do)

    def forget(self, key: Hashable) -> None:
        """Do not do it."""
        self._later.pop(key, None)

    # --- messages in ------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Puts what the client says into the inbox; None when it is gone."""
        try:
            with self._incoming as incoming:
                while (size := _size(incoming)) is not None and len(body := incoming.read(size)) == size:
                    self._received(body)
        except (OSError, ValueError) as problem:  # what came is no header, or the stream is broken
            logger.error("the client cannot be understood: %s", problem)
        self._inbox.put(None)

    def _received(self, body: bytes) -> None:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as problem:
            message = RefusedError(f"this is not JSON: {problem}", PARSE_ERROR)
        if isinstance(message, dict) and message.get("method") == "$/cancelRequest":
            params = message.get("params")
            number = params.get("id") if isinstance(params, dict) else None
            if _is_id(number) and number in self._pending:
                self._cancelled.add(number)
            return
        if isinstance(message, dict) and "method" in message and _is_id(message.get("id")):
            self._pending.add(message["id"])
        self._inbox.put(message)

    def _handle(self, message: Any) -> None:
        if message is None:
            self._state = "gone"
        elif isinstance(message, RefusedError):
            self._refuse(None, message)
        elif (wrong := _wrong(message)) is not None:
            number = message.get("id") if isinstance(message, dict) else None
            self._refuse(number if _is_id(number) else None, RefusedError(wrong, INVALID_REQUEST))
        elif "method" not in message:
            self._answered(message)
        elif "id" not in message:
            self._notified(message["method"], message.get("params"))
        elif (method := self._methods.get(message["method"])) is not None and method.when_idle:
            self._waiting.append(message)
        else:
            self._answer(message)

    def _answered(self, message: dict[str, Any]) -> None:
        """The client's answer to a request of ours."""
        do = self._asked.pop(message["id"], None)
        if "error" in message:
            logger.warning("the client refused: %s", message["error"])
        elif do is not None:
            self._guarded("an answer", lambda: do(message.get("result")))

    def _notified(self, name: str, params: Any) -> None:
        if name == "exit":
            self._state = "gone"
        elif self._state == "running" and (method := self._methods.get(name)) is not None:
            self._guarded(name, lambda: method.handler(check(params, method.form)))

    def _guarded(self, name: str, do: Callable[[], None]) -> None:
        """Do what nobody waits for: what goes wrong is logged."""
        try:
            do()
        except RefusedError as problem:
            logger.error("%s: %s", name, problem)
        except (BrokenPipeError, ConnectionError):
            raise
        except Exception:
            logger.exception("%s: a bug in tqa", name)

    def _answer(self, message: dict[str, Any]) -> None:
        """Answer a request, whatever it is."""
        number, name = message["id"], message["method"]
        self._pending.discard(number)
        try:
            result = self._result(number, name, message.get("params"))
        except RefusedError as problem:
            self._refuse(number, problem)
        except (BrokenPipeError, ConnectionError):
            raise
        except Exception as problem:
            logger.exception("%s: a bug in tqa", name)
            self._refuse(number, RefusedError(f"{type(problem).__name__}: {problem}", INTERNAL_ERROR))
        else:
            self._send({"id": number, "result": result})

    def _result(self, number: Any, name: str, params: Any) -> Any:
        if number in self._cancelled:
            self._cancelled.discard(number)
            raise RefusedError("taken back by the client", REQUEST_CANCELLED)
        if self._state == "shut down":
            raise RefusedError("the server is shut down", INVALID_REQUEST)
        if (self._state == "new") != (name == "initialize"):
            if self._state == "new":
                raise RefusedError("the first request must be initialize", NOT_INITIALIZED)
            raise RefusedError("the server is initialized already", INVALID_REQUEST)
        if name == "shutdown":
            self._state = "shut down"
            return None
        method = self._methods.get(name)
        if method is None:
            raise RefusedError(f"there is no method {name}", METHOD_NOT_FOUND)
        result = method.handler(check(params, method.form))
        if name == "initialize":
            self._state = "running"
        return result

    # --- messages out -----------------------------------------------------------------------------------------------

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any, answered: Callable[[Any], None] = lambda _: None) -> None:
        """Ask the client for something; `answered` gets its result, if there is one."""
        self._last += 1
        self._asked[self._last] = answered
        self._send({"id": self._last, "method": method, "params": params})

    def _refuse(self, number: Any, problem: RefusedError) -> None:
        self._send({"id": number, "error": {"code": problem.code, "message": str(problem)}})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
        logger.debug("out: %s", body)
        self._outgoing.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._outgoing.flush()


def _size(incoming: BinaryIO) -> int | None:
    """Reads the header of a message: how many bytes follow it; None at the end. Raises ValueError."""
    size = None
    while line := incoming.readline(1000):
        if line in (b"\r\n", b"\n"):
            if size is not None:
                return size
            continue
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            size = int(value)
            if not 0 <= size <= LONGEST:
                raise ValueError(f"a message of {size} bytes")
    return None


def _is_id(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _wrong(message: Any) -> str | None:
    """Why something is no message of JSON-RPC 2.0."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return "not a message of JSON-RPC 2.0"
    if "id" in message and not _is_id(message["id"]) and "error" not in message:
        return "the id must be a number or text"
    if "method" in message:
        return None if isinstance(message["method"], str) else "the method must be text"
    return None if "id" in message and ("result" in message or "error" in message) else "there is no method"


def check(value: Any, form: Any, where: str = "params") -> Any:
    """`value`, if it looks as `form` says: a type; a list, of such things; a dict, of keys with their forms, where "?"
    is behind those that may be missing or null. Raises RefusedError.
    """
    if isinstance(form, type):
        if not isinstance(value, form) or (isinstance(value, bool) and form is int):
            raise RefusedError(f"{where} must be {_NAMES[form]}", INVALID_PARAMS)
    elif isinstance(form, list):
        for number, item in enumerate(check(value, list, where)):
            check(item, form[0], f"{where}[{number}]")
    elif isinstance(form, dict):
        check(value, dict, where)
        for key, inner in form.items():
            name = key.removesuffix("?")
            if name == key or value.get(name) is not None:
                check(value.get(name), inner, f"{where}.{name}")
    return value


_NAMES: Mapping[type, str] = {str: "text", int: "a whole number", list: "a list", dict: "an object"}
