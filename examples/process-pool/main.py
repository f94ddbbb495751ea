from concurrent.futures import ProcessPoolExecutor
import os


def task(name):
    print(f"Process {name} running on PID: {os.getpid()}")


# A new process may import this file again;
# only the first one may start more
if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=3) as executor:
        # Ask for every result: only then is an exception
        # of its task raised here
        for result in executor.map(task, [0, 1, 2]):
            pass

# Output (an idle process takes the next task: a PID may come again):
# Process 0 running on PID: 12345
# Process 1 running on PID: 12346
# Process 2 running on PID: 12347
