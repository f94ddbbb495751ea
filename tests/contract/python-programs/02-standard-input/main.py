"""Standard input: lines, input(), what is left, the end."""

import os
import sys

print(repr(input('Your name? ')))
print(repr(sys.stdin.readline()))
print(repr(sys.stdin.buffer.readline()))
for line in sys.stdin:
    print(len(line), line.strip())
    if line.startswith('stop'):
        break
print(repr(sys.stdin.read()))
try:
    input()
except EOFError as error:
    print('EOFError', error)
print(os.read(0, 10))
