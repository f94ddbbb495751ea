import sys
import sysconfig

version = ".".join(map(str, sys.version_info[:3]))

# Can this build run without a GIL?
# Only "free-threaded" builds can, since 3.13
free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

# Is it on now? A free-threaded build may still turn it on;
# older ones cannot even be asked
if hasattr(sys, "_is_gil_enabled"):
    enabled = sys._is_gil_enabled()
else:
    enabled = True

answer = "yes" if free_threaded else "no"
print(f"Python {version}, free-threaded build: {answer}")
print(f"The GIL is {'on' if enabled else 'off'}")
