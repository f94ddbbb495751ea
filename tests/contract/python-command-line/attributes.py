import os
import sys

print(__name__, os.path.isabs(__file__), os.path.basename(__file__), __spec__, __package__)
print(sys.argv, os.path.basename(sys.path[0]) == os.path.basename(os.getcwd()))
print(sorted(name for name in globals() if not name.startswith('__')))
print(type(__loader__).__name__, __builtins__.__name__)
