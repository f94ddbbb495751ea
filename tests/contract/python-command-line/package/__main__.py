import sys

print(__name__, __package__, sys.argv[1:], sys.argv[0].endswith('package/__main__.py'))
