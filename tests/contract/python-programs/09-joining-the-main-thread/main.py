"""A thread that waits for the main thread goes on when the program's last line has run."""
import threading
import time


def after(main):
    main.join(timeout=0.05)
    print('still running:', main.is_alive())
    main.join()
    print('the main thread has ended:', not main.is_alive())


threading.Thread(target=after, args=(threading.current_thread(),)).start()
time.sleep(0.3)
print('end of main')
