import sys


def hook(kind, value, traceback):
    print('hook', kind.__name__, value, traceback.tb_lineno)
    if 'fail' in sys.argv:
        raise RuntimeError('in the hook')
    if 'exit' in sys.argv:
        sys.exit(7)


sys.excepthook = hook
raise KeyError('lost')
