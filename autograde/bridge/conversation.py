"""One side of the talk between the examiner and a snapshot of the student's process.

Both sides are the same: whoever waits for an answer serves the other's questions meanwhile, so that a test's fake clock can be called
from the student's code. A message is a head and values (codec.py):

    [question, n, ...]  n values    a method of Questions, its plain arguments; the values it takes
    [ANSWER, n]         the result
    [RAISED, n]         the exception; the frames of this side that it came through
    [TOO_LARGE, n]      why the result cannot be sent
    [EVENT, n, kind]    something printed, warned or dropped; not answered

Beyond the n values a message carries the changeable objects that both sides hold, while they are few: a list that a test handed over and
the student kept is the same list on both sides.
"""

import inspect
import threading
from collections.abc import Callable, Generator, Mapping
from typing import Any, Final

from autograde.bridge import mirror, sharing, tracebacks
from autograde.bridge.channel import Channel
from autograde.bridge.classes import Classes
from autograde.bridge.codec import Codec, Identities, Message
from autograde.bridge.links import Links
from autograde.bridge.questions import Questions
from autograde.bridge.sharing import Shared
from autograde.errors import BridgeError, CodecError

ANSWER, RAISED, TOO_LARGE, EVENT = 1, 2, 3, 4
MAX_DEPTH: Final = 60
"""Calls into each other, one within the other: each takes some fifteen of Python's frames."""
_KINDS = (ANSWER, RAISED, TOO_LARGE, EVENT)
_ENDS_LOOPS = (StopIteration, StopAsyncIteration)


class Conversation:
    """One side; `examiner` is whether it is the trusted one."""

    def __init__(self, channel: Channel, classes: Classes, *, examiner: bool) -> None:
        self.channel, self.examiner = channel, examiner
        self.identities = Identities(0 if examiner else 1)
        self.links = Links(
            classes,
            self,
            lambda number: self._ask("describe", number),
            lambda number: self._ask("arguments", number),
            trusting=not examiner,
        )
        self.codec = Codec(classes, self.identities, self.links)
        self.questions = Questions(self.links)
        self.tracebacks = tracebacks.Tracebacks()
        self.before_speaking: Callable[[], None] = lambda: None
        """Called before each question and answer: the side says what it has printed."""
        self.on_event: Callable[[str, list[Any]], None] = lambda kind, values: None
        self.broken = ""
        """Why nothing more will come from the other side; "" while it talks."""
        self._shared = Shared()
        self._notes: list[bytes] = []
        """Events that wait for the next message."""
        self._depth = 0
        self._verdict: BaseException | None = None
        """A test that failed while the other side called it: it fails, whatever the other side makes of the exception."""
        self._lock = threading.RLock()
        _latest[:] = [self]

    def go_on(self, channel: Channel) -> None:
        """Continue over another channel: what was lent stays lent."""
        self.channel, self.broken = channel, ""
        _latest[:] = [self]

    # -- asking: what mirrors need -----------------------------------------------------------------------------

    def call(self, handle: int, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        try:
            return self._ask("call", handle, *named, values=(*arguments, *named.values()))
        except _ENDS_LOOPS as error:
            # Raised by a plain call it would end a loop of the tests in silence: all(map(f, cases)).
            raise RuntimeError(f"the call raised {type(error).__name__}") from error

    def get(self, handle: int, name: str) -> Any:
        return self._ask("get", handle, name)

    def set(self, handle: int, name: str, value: object) -> None:
        self._ask("set", handle, name, values=(value,))

    def delete(self, handle: int, name: str) -> None:
        self._ask("delete", handle, name)

    def special(self, handle: int, name: str, arguments: tuple[Any, ...]) -> Any:
        return self._ask("special", handle, name, values=arguments)

    def same_value(self, handle: int, other: object) -> bool:
        """In the examiner an object of theirs equals objects of theirs alone: an expected value is never shown to it."""
        if self.examiner and mirror.handle_at(other, self) is None:
            if type(other) not in (list, dict, set):
                return False
            content = self._ask("content", handle)
            return type(content) is type(other) and bool(content == other)
        return self._ask("same", handle, values=(other,)) is True

    def may_use(self, cls: Any, name: str, other: object) -> bool:
        return (
            not self.examiner
            or mirror.handle_at(other, self) is not None
            or self.questions.operator_is_asked_for(cls, name)
        )

    def signature(self, handle: int) -> inspect.Signature:
        return mirror.signature(self._ask("signature", handle))

    def copy(self, handle: int, deep: bool) -> Any:
        return self._ask("copy", handle, deep)

    def place(self, handle: int) -> tuple[Any, Any]:
        """File and line where a function of theirs begins."""
        file, line = self._ask("place", handle)
        return file, line

    def pickled(self, handle: int) -> tuple[Any, ...]:
        """What pickle needs: the bytes are the other side's, and are read by it alone."""
        return unpickled, (self._ask("pickled", handle),)

    def wait(self, handle: int) -> Generator[None, None, Any]:
        """Await an awaitable of theirs. Its loop and ours take turns, so that those started together run together."""
        task = self._ask("start", handle)
        yield
        while True:
            done, result = self._ask("step", task)
            if done is True:
                return result
            yield

    # -- asking: what the examiner needs -------------------------------------------------------------------------

    def ask(self, question: str, *head: Any, values: tuple[Any, ...] = ()) -> Message:
        """The answer's whole message, to a question of this side. Raises what the other side raised."""
        with self._lock:
            self.before_speaking()
            if unheld := self._shared.unheld():
                self._forget(unheld)
            if self.links.dropped:
                self._drop()
            self._say([question, len(values), *head], values)
            try:
                return self._listen()
            finally:
                if self._verdict is not None and not self._depth:
                    verdict, self._verdict = self._verdict, None
                    raise verdict

    def tell(self, kind: str, *values: object) -> None:
        self._say([EVENT, len(values), kind], values)

    def _ask(self, question: str, *head: Any, values: tuple[Any, ...] = ()) -> Any:
        return self.ask(question, *head, values=values).values[0]

    # -- answering -------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Answer questions until the other side hangs up."""
        while True:
            message = self._hear()
            if type(message.head[0]) is str:
                self._answer(message)
            elif message.head[0] == EVENT:
                self._event(message)

    def _listen(self) -> Message:
        while True:
            message = self._hear()
            kind = message.head[0]
            if type(kind) is str:
                self._answer(message)
            elif kind == EVENT:
                self._event(message)
            elif kind == ANSWER:
                return message
            elif kind == TOO_LARGE:
                # No exception that a test could mean to see: the value did not come.
                raise BridgeError(str(message.values[0]))
            else:
                error = self._raised(message)
                del message  # the traceback keeps this frame, and would keep what the message brought
                raise error

    def _answer(self, message: Message) -> None:
        question, n, *head = message.head
        values = message.values[: n if type(n) is int else 0]
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH and question not in _WITHIN_DECODING:  # that error's own arguments are asked for
                raise RecursionError("the tests and the code under test call each other too deeply")
            method = getattr(self.questions, str(question), None) if str(question) in _QUESTIONS else None
            if method is None:
                raise CodecError(f"the question {str(question)[:40]!r} is unknown")
            answer: tuple[object, ...] = (method(*head, values=values),)
            kind = ANSWER
        except BridgeError:
            raise
        except BaseException as error:
            if self.examiner and mirror.is_verdict(error) and not isinstance(error, CodecError):
                self._verdict = self._verdict or error
            kind, answer = RAISED, (error, () if self.examiner else self.tracebacks.frames(error))
        finally:
            self._depth -= 1
        self.before_speaking()
        head = [kind, len(answer)]
        if question in _WITHIN_DECODING:
            self._say_plainly(head, answer)
            return
        try:
            self._say(head, answer, message.changeable)
        except CodecError as error:
            self._say([TOO_LARGE, TOO_LARGE], (str(error), None, None))

    def _raised(self, message: Message) -> BaseException:
        error, frames = message.values[0], message.values[1]
        if not isinstance(error, BaseException) or message.head[0] != RAISED:
            self._break("the answer is none")
        return self.tracebacks.with_frames(error, frames)

    def _event(self, message: Message) -> None:
        n, kind = message.head[1:3]
        values = message.values[: n if type(n) is int else 0]
        if kind == "dropped":
            for number in filter(_is_number, values):
                self.links.drop(number)
        elif kind == "forgotten":
            for number in filter(_is_number, values):
                self._shared.forget(self.identities.forget(number))
        else:
            self.on_event(str(kind), values)

    # -- the wire ----------------------------------------------------------------------------------------------

    def _say_plainly(self, head: list[Any], values: tuple[Any, ...]) -> None:
        shared, self._shared = self._shared, Shared()
        try:
            self._say(head, values)
        finally:
            self._shared = shared

    def _say(self, head: list[Any], values: tuple[Any, ...], also: list[object] | None = None) -> None:
        """`also`: objects that the other side has just sent, and that go back where they were changed."""
        if self.broken:
            raise BridgeError(self.broken)
        sent: list[object] = []
        if head[0] not in _WITHIN_DECODING:
            changed = self._shared.changed() if self._shared else []
            if also:
                changed += [item for item in also[: -sharing.MAX_SHARED] if not self._shared.knows_unchanged(item)]
            values = (*values, *changed)
        try:
            data = self.codec.encode(head, values, sent)
        except CodecError as error:
            if not self.examiner:
                raise
            raise BridgeError(str(error)) from None
        if sent:
            self._shared.add(sent)
        notes, self._notes = self._notes, []
        try:
            self.channel.send(*notes, data)
        except BridgeError as error:
            self._break(str(error))

    def _hear(self) -> Message:
        try:
            message = self.codec.decode(self.channel.receive())
            if len(message.head) < 2 or (message.head[0] == EVENT and len(message.head) < 3):
                raise CodecError("the answer has no head")
            if type(message.head[1]) is not int or not 0 <= message.head[1] <= len(message.values):
                raise CodecError("the answer has fewer values than it says")
            if type(message.head[0]) is not str and message.head[0] not in _KINDS:
                raise CodecError("the answer is of no kind")
            if message.head[0] in (ANSWER, RAISED, TOO_LARGE) and message.head[1] != message.head[0]:
                raise CodecError("the answer has another number of values")
        except (BridgeError, CodecError) as error:
            self._break(str(error))
        if message.changeable:
            self._shared.add(message.changeable)
        return message

    def _break(self, why: str) -> Any:
        self.broken = self.broken or why
        raise BridgeError(self.broken) from None

    def _forget(self, unheld: list[object]) -> None:
        """What nobody here holds any more need not be kept the same; the other side is told, since it cannot know."""
        self._note("forgotten", tuple(self.identities.number(item) for item in unheld))
        for item in unheld:
            self._shared.forget(item)
            self.identities.forget(self.identities.number(item))

    def _drop(self) -> None:
        """The other side need not keep what it lent and no mirror is left of."""
        numbers = tuple({number for number in self.links.dropped if not self.links.is_mirrored(number)})
        self.links.dropped.clear()
        if numbers:
            self._note("dropped", numbers)

    def _note(self, kind: str, numbers: tuple[int, ...]) -> None:
        """An event that goes with the next message: by itself it would cost as much as one."""
        self._notes.append(self.codec.encode([EVENT, len(numbers), kind], numbers))


def _is_number(value: object) -> bool:
    return type(value) is int


_latest: list[Conversation] = []


def unpickled(data: bytes) -> Any:
    """An object of the other side, from the bytes that it gave for it."""
    return _latest[0].ask("unpickled", values=(data,)).values[0]


_WITHIN_DECODING = frozenset(("describe", "arguments"))
"""Asked while a message is being decoded, whose objects are not yet what they will be: nothing shared goes with them."""
_QUESTIONS = frozenset(
    [
        *("call", "get", "set", "delete", "special", "same", "signature", "copy", "describe", "arguments"),
        *("start", "step", "name", "module", "bind", "unbind", "content", "place", "pickled", "unpickled"),
    ]
)
