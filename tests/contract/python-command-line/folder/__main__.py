import os
import sys

print(__name__, os.path.basename(sys.path[0]), sys.argv)
