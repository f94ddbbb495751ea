"""Unix sockets: their files, asyncio's streams over them, and options that are kept."""

import asyncio
import errno
import os
import socket
import stat


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_unix_server(serve, 'server.sock')
    async with server:
        print(stat.S_ISSOCK(os.stat('server.sock').st_mode))
        reader, writer = await asyncio.open_unix_connection('server.sock')
        writer.write(b'one\ntwo\n')
        writer.write_eof()
        print(await reader.read())
        writer.close()
        await writer.wait_closed()


asyncio.run(main())

stale = socket.socket(socket.AF_UNIX)
stale.bind('stale.sock')
stale.close()
print(os.path.exists('stale.sock'))
again = socket.socket(socket.AF_UNIX)
try:
    again.bind('stale.sock')
except OSError as error:
    print(errno.errorcode[error.errno])
try:
    again.connect('stale.sock')
except OSError as error:
    print(errno.errorcode[error.errno])
os.unlink('stale.sock')
again.bind('stale.sock')
print(again.getsockname())
again.close()

tcp = socket.socket()
for level, option in ((socket.SOL_SOCKET, socket.SO_REUSEADDR), (socket.IPPROTO_TCP, socket.TCP_NODELAY)):
    before = bool(tcp.getsockopt(level, option))
    tcp.setsockopt(level, option, 1)
    print(before, bool(tcp.getsockopt(level, option)))
tcp.close()
