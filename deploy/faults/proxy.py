"""A road to the broker that can break: every way in which a TCP connection goes wrong, on order.

One thread carries all roads of a stage. What a road has carried towards the broker is counted, so that a fault can come
after so many bytes: at a random moment of the protocol, not of the clock.
"""

import asyncio
import socket
import struct
import threading

# How many bytes go one at a time before a trickle becomes a stream again: enough for a login, a checkpoint, messages.
TRICKLE = 30_000


class End(asyncio.Protocol):
    """One end of a pipe: what arrives here leaves at the other end."""

    def __init__(self, road, other=None):
        self.road, self.other, self.transport = road, other, None
        self.early = b""  # what came before there was another end
        self.is_mute = False  # what arrives is thrown away, and an end is not passed on

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.road.ends.add(self)
        # Not at once: asyncio begins to read after this call, whatever it says.
        self.road.loop.call_soon(self.pause_if_stalled)

    def pause_if_stalled(self):
        if self.road.is_stalled:
            self.transport.pause_reading()

    def data_received(self, data):
        if self.is_mute:
            return
        if self.other is None:
            self.early += data
            return
        self.carry(data)
        if self.is_from_hub:
            self.road.traffic.count(len(data))

    @property
    def is_from_hub(self):
        return True

    def carry(self, data):
        target = self.other.transport if self.other else None
        if target is None or target.is_closing():
            return
        if self.road.trickle <= 0:
            target.write(data)
            return
        self.road.trickle -= len(data)
        wire = target.get_extra_info("socket")
        for byte in data:
            if target.is_closing():
                return
            # Straight to the socket: a transport would put the bytes together again.
            if target.get_write_buffer_size() == 0:
                try:
                    wire._sock.send(bytes([byte]))
                    continue
                except OSError:
                    pass
            target.write(bytes([byte]))

    def connection_lost(self, error):
        self.road.ends.discard(self)
        if self.other and self.other.transport and not self.is_mute and not self.other.is_mute:
            self.other.transport.close()

    def pause_writing(self):
        if self.other and self.other.transport:
            self.other.transport.pause_reading()

    def resume_writing(self):
        if self.other and self.other.transport and not self.road.is_stalled:
            self.other.transport.resume_reading()

    def reset(self):
        """Ends the connection with RST, not with FIN."""
        if self.transport and not self.transport.is_closing():
            wire = self.transport.get_extra_info("socket")
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()


class HubEnd(End):
    """The end at which the hub connects."""

    def connection_made(self, transport):
        super().connection_made(transport)
        self.road.loop.create_task(self.dial())

    async def dial(self):
        try:
            _, self.other = await self.road.loop.create_connection(
                lambda: BrokerEnd(self.road, self), "127.0.0.1", self.road.target)
        except OSError:
            self.reset()
            return
        if self.transport.is_closing():
            self.other.reset()
        elif self.early:
            self.data_received(self.early)


class BrokerEnd(End):
    """The end at the broker."""

    @property
    def is_from_hub(self):
        return False


class Traffic:
    """What the roads of one round have carried towards the broker, in bytes."""

    def __init__(self):
        self.carried = 0
        self.changed = threading.Condition()

    def count(self, number):
        with self.changed:
            self.carried += number
            self.changed.notify_all()

    def wait(self, number, seconds):
        """Returns once so many bytes more have been carried, or the time is over."""
        with self.changed:
            goal = self.carried + number
            self.changed.wait_for(lambda: self.carried >= goal, seconds)


class Road:
    """From a port of its own to one node of the broker; its methods may be called from any thread."""

    def __init__(self, loop, target, traffic):
        self.loop, self.target, self.traffic = loop, target, traffic
        self.ends, self.is_stalled, self.trickle = set(), False, 0
        self.server = asyncio.run_coroutine_threadsafe(
            loop.create_server(lambda: HubEnd(self), "127.0.0.1", 0), loop).result()
        self.port = self.server.sockets[0].getsockname()[1]

    def do(self, order):
        self.loop.call_soon_threadsafe(order)

    @property
    def is_used(self):
        return bool(self.ends)

    def reset(self):
        self.do(lambda: [end.reset() for end in list(self.ends)])

    def stall(self):
        def order():
            self.is_stalled = True
            for end in self.ends:
                end.transport.pause_reading()
        self.do(order)

    def resume(self):
        def order():
            self.is_stalled = False
            for end in self.ends:
                end.transport.resume_reading()
        self.do(order)

    def trickle_on(self):
        def order():
            self.trickle = TRICKLE
        self.do(order)

    def trickle_off(self):
        def order():
            self.trickle = 0
        self.do(order)

    def half_open(self, loses):
        """The `hub` or the `broker` loses its connection; the other one is not told."""
        def order():
            for end in list(self.ends):
                end.is_mute = True
            for end in list(self.ends):
                if isinstance(end, HubEnd) == (loses == "hub"):
                    end.reset()
        self.do(order)

    def close(self):
        def order():
            self.server.close()
            for end in list(self.ends):
                end.reset()
        self.do(order)


class Roads:
    """The thread of all roads."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def to(self, port, traffic):
        return Road(self.loop, port, traffic)
