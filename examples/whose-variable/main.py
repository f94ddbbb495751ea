from multiprocessing import Process
from threading import Thread

color = "red"


def paint(who, new_color):
    global color
    color = new_color
    print(f"{who} painted it and sees: {color}")


if __name__ == "__main__":
    print(f"At first, color is {color}")

    thread = Thread(target=paint, args=("The thread", "blue"))
    thread.start()
    thread.join()
    print(f"After the thread, color is {color}")  # The same variable

    process = Process(target=paint, args=("The process", "green"))
    process.start()
    process.join()
    # It painted its own copy
    print(f"After the process, color is {color}")
