"""A road to the broker that a test can close: relay.py PORT HOST PORT listens on the first and passes on to the second.

With port 0 the system chooses; the first line of the output is the port.
"""

import asyncio
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def main(port, host, target):
    async def relay(reader, writer):
        there = await asyncio.open_connection(host, int(target))
        await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))

    server = await asyncio.start_server(relay, "127.0.0.1", int(port))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
