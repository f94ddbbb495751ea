"""asyncio, in the main thread and in another, and with threads."""

import asyncio
import threading


async def main():
    loop = asyncio.get_running_loop()
    called = loop.create_future()
    threading.Timer(0.01, lambda: loop.call_soon_threadsafe(called.set_result, 'called')).start()
    print(await asyncio.wait_for(called, 30))
    print(await asyncio.to_thread(lambda: threading.current_thread() is threading.main_thread()))
    print(await loop.run_in_executor(None, sum, range(10)))
    print(await asyncio.gather(asyncio.sleep(0.02, 'second'), asyncio.sleep(0.01, 'first')))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1000)
    except TimeoutError:
        print('timeout')
    queue = asyncio.Queue(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(queue))
        group.create_task(consume(queue))
    child = await asyncio.create_subprocess_exec('cat', stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(b'through a child'), child.returncode)


async def produce(queue):
    for number in range(3):
        await queue.put(number)
    await queue.put(None)


async def consume(queue):
    while (number := await queue.get()) is not None:
        print('got', number)


asyncio.run(main())
thread = threading.Thread(target=lambda: asyncio.run(main()))
thread.start()
thread.join()
