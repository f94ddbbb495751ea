import atexit
import threading
import time


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('deleted', self.name)


def work():
    time.sleep(0.1)
    print('thread done')


noisy = Noisy('global')
unclosed = open('unclosed.txt', 'w')
unclosed.write('kept')
atexit.register(print, 'first registered, last called')
atexit.register(print, 'second registered')
threading.Thread(target=work).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print('main done')
