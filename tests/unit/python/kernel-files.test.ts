import { beforeAll, describe, expect, test } from 'vitest';
import { type PythonOnKernel, pythonOnKernel } from '../../support/python-on-kernel.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a Python process', () => {
  let host: PythonOnKernel;

  beforeAll(async () => {
    host = await pythonOnKernel();
    host.run(`
import errno, glob, os, pathlib, shutil, stat, tempfile
def failure(call, *args):
    try:
        call(*args)
    except OSError as error:
        return f'{type(error).__name__} {errno.errorcode[error.errno]} {error.filename} {error.filename2}'
`);
  }, 60_000);

  const evaluate = (expression: string): unknown => {
    const value = host.run(`repr(${expression})`);
    return value;
  };

  test('reads what another process wrote, and the other reads what it wrote', () => {
    host.kernel.files.writeFile('/home/project/a.txt', 'from Node\n');
    expect(evaluate(`open('a.txt').read()`)).toBe(`'from Node\\n'`);
    host.run(`with open('/tmp/b.txt', 'w') as f: f.write('héllo')`);
    expect(text(host.kernel.files.readFile('/tmp/b.txt'))).toBe('héllo');
  });

  test.each([
    [`failure(open, 'none')`, 'FileNotFoundError ENOENT none None'],
    [`failure(open, '/tmp')`, 'IsADirectoryError EISDIR /tmp None'],
    [`failure(open, '/tmp/b.txt/x')`, 'NotADirectoryError ENOTDIR /tmp/b.txt/x None'],
    [`failure(open, '/tmp/b.txt', 'x')`, 'FileExistsError EEXIST /tmp/b.txt None'],
    [`failure(os.mkdir, '/tmp')`, 'FileExistsError EEXIST /tmp None'],
    [`failure(os.rmdir, '/home')`, 'OSError ENOTEMPTY /home None'],
    [`failure(os.rename, 'none', 'x')`, 'FileNotFoundError ENOENT none x'],
    [`failure(os.listdir, 'none')`, 'FileNotFoundError ENOENT none None'],
    [`failure(os.chdir, '/tmp/b.txt')`, 'NotADirectoryError ENOTDIR /tmp/b.txt None'],
    [`failure(os.readlink, '/tmp/b.txt')`, 'OSError EINVAL /tmp/b.txt None'],
    [`failure(os.close, 999)`, 'OSError EBADF None None'],
    [
      `failure(os.rename, '/tmp/b.txt', '/lib/python3.14/b.txt')`,
      'OSError EXDEV /tmp/b.txt /lib/python3.14/b.txt',
    ],
  ])('%s fails as the kernel says', (expression, wanted) => {
    expect(evaluate(expression)).toBe(`'${wanted}'`);
  });

  test('refuses to change the mode of a link, and leaves alone what it leads to', () => {
    host.run(`
open('target', 'w').close(); os.chmod('target', 0o600); os.symlink('target', 'link')
def change(follow):
    try:
        os.chmod('link', 0o644, follow_symlinks=follow)
    except NotImplementedError:
        return 'refused', oct(os.stat('target').st_mode)
    return oct(os.stat('target').st_mode)`);
    expect(evaluate('(change(False), change(True))')).toBe("(('refused', '0o100600'), '0o100644')");
  });

  test('sees the size, mode and times of a file', () => {
    host.run(`
with open('stat.txt', 'wb') as f: f.write(b'12345')
os.chmod('stat.txt', 0o640)
os.utime('stat.txt', (1_000_000_000.25, 1_500_000_000.5))
s = os.stat('stat.txt')`);
    expect(evaluate(`(s.st_size, oct(s.st_mode), s.st_atime, s.st_mtime, s.st_nlink, s.st_uid)`)).toBe(
      `(5, '0o100640', 1000000000.25, 1500000000.5, 1, 0)`,
    );
    expect(evaluate(`(s.st_ino == os.fstat(os.open('stat.txt', os.O_RDONLY)).st_ino, s.st_ino > 0)`)).toBe(
      '(True, True)',
    );
  });

  test('appends, seeks, truncates and reads at a position', () => {
    host.run(`
with open('seek.bin', 'wb') as f: f.write(b'0123456789')
with open('seek.bin', 'ab') as f: f.write(b'ab'); end = f.tell()
with open('seek.bin', 'r+b') as f:
    f.seek(-3, os.SEEK_END); tail = f.read()
    f.seek(2); f.write(b'XY'); f.truncate(6)
fd = os.open('seek.bin', os.O_RDONLY)
part = os.pread(fd, 3, 1), os.lseek(fd, 0, os.SEEK_CUR)
os.close(fd)`);
    expect(evaluate(`(end, tail, open('seek.bin', 'rb').read(), part)`)).toBe(
      `(12, b'9ab', b'01XY45', (b'1XY', 0))`,
    );
  });

  test('lists, walks and globs directories', () => {
    host.run(`
os.makedirs('tree/b/c')
for name in ('tree/1.txt', 'tree/b/2.txt', 'tree/b/c/3.py'): pathlib.Path(name).write_text(name)
os.symlink('1.txt', 'tree/link')`);
    expect(evaluate(`os.listdir('tree')`)).toBe(`['1.txt', 'b', 'link']`);
    expect(evaluate(`[(e.name, e.is_dir(), e.is_symlink()) for e in os.scandir('tree')]`)).toBe(
      `[('1.txt', False, False), ('b', True, False), ('link', False, True)]`,
    );
    expect(evaluate(`[path for path, _, _ in os.walk('tree')]`)).toBe(`['tree', 'tree/b', 'tree/b/c']`);
    expect(evaluate(`sorted(glob.glob('tree/**/*.txt', recursive=True))`)).toBe(
      `['tree/1.txt', 'tree/b/2.txt']`,
    );
    expect(evaluate(`[str(p) for p in pathlib.Path('tree').rglob('*.py')]`)).toBe(`['tree/b/c/3.py']`);
    expect(evaluate(`(os.readlink('tree/link'), os.path.realpath('tree/link'))`)).toBe(
      `('1.txt', '/home/project/tree/1.txt')`,
    );
  });

  test('lists a directory of more entries than one call gives', () => {
    host.run(`
os.mkdir('many')
for i in range(300): open(f'many/{i:03}', 'w').close()`);
    expect(evaluate(`os.listdir('many') == [f'{i:03}' for i in range(300)]`)).toBe('True');
  });

  test('copies, moves and removes trees', () => {
    host.run(`
shutil.copytree('tree', 'copy', symlinks=True)
shutil.move('copy/b', 'moved')
shutil.rmtree('copy')`);
    expect(evaluate(`(os.path.exists('copy'), sorted(os.listdir('moved')))`)).toBe(`(False, ['2.txt', 'c'])`);
  });

  test('makes temporary files and directories', () => {
    host.run(`
with tempfile.TemporaryDirectory() as directory:
    with tempfile.NamedTemporaryFile('w+', dir=directory, delete=False) as f:
        f.write('kept'); f.flush(); f.seek(0); kept = f.read()
    inside = os.listdir(directory) == [os.path.basename(f.name)]
gone = os.path.exists(directory)`);
    expect(evaluate(`(directory.startswith('/tmp/'), kept, inside, gone)`)).toBe(
      `(True, 'kept', True, False)`,
    );
  });

  test('changes the working directory of the process, which the kernel then resolves paths in', () => {
    host.run(`
os.mkdir('deep'); os.chdir('deep')
open('here', 'w').close(); where = os.getcwd()
directory = os.open('..', os.O_RDONLY); os.fchdir(directory); os.close(directory)`);
    expect(evaluate(`(where, os.getcwd(), os.path.exists('deep/here'))`)).toBe(
      `('/home/project/deep', '/home/project', True)`,
    );
    expect(host.process.files.cwd()).toBe('/home/project');
  });

  test('imports a module that is one of the kernel’s files', () => {
    host.kernel.files.writeFile('/home/project/helper.py', 'answer = 42\n');
    host.run(`
import importlib, sys
sys.path.insert(0, '/home/project'); importlib.invalidate_caches()
import helper`);
    expect(evaluate(`(helper.answer, helper.__file__)`)).toBe(`(42, '/home/project/helper.py')`);
  });

  test('still has the standard library of its own', () => {
    expect(evaluate(`os.path.exists(os.__file__) or os.__file__`)).toMatch(/True|zip/);
    host.run(`import colorsys`);
    expect(evaluate(`os.path.exists('/lib/python3.14')`)).toBe('True');
  });

  test('maps a file into memory and writes it back', () => {
    host.run(`
import mmap
with open('map.bin', 'wb') as f: f.write(b'mapped file')
with open('map.bin', 'r+b') as f, mmap.mmap(f.fileno(), 0) as m:
    before = bytes(m[:6]); m[0:6] = b'MAPPED'; m.flush()`);
    expect(evaluate(`(before, open('map.bin', 'rb').read())`)).toBe(`(b'mapped', b'MAPPED file')`);
  });

  test('has descriptors with the kernel’s numbers, which pipes and copies share', () => {
    host.run(`
r, w = os.pipe()
n = os.write(w, b'through the kernel')
d = os.dup(w)
data = os.read(r, 100)
flags = os.get_inheritable(w), os.get_inheritable(d), os.get_blocking(r)
import fcntl
fcntl.fcntl(w, fcntl.F_SETFD, 0); os.set_blocking(r, False)
after = os.get_inheritable(w), os.get_blocking(r)
empty = failure(os.read, r, 1)
os.close(w); os.close(d)
end = os.read(r, 1)
kinds = stat.S_ISFIFO(os.fstat(r).st_mode), os.isatty(r)
seek = failure(os.lseek, r, 0, 0)
os.close(r)`);
    expect(evaluate(`(n, data, flags, after, empty, end, kinds, seek)`)).toBe(
      `(18, b'through the kernel', (False, False, True), (True, False), 'BlockingIOError EAGAIN None None', b'', (True, False), 'OSError ESPIPE None None')`,
    );
  });

  test('gets BrokenPipeError from a pipe that nobody reads', () => {
    host.run(`r, w = os.pipe(); os.close(r)`);
    expect(evaluate(`failure(os.write, w, b'x')`)).toBe(`'BrokenPipeError EPIPE None None'`);
  });

  test('selects and polls pipes', () => {
    host.run(`
import select
r, w = os.pipe(); p = select.poll(); p.register(r, select.POLLIN); p.register(w, select.POLLOUT)
first = [e for _, e in p.poll()], [x == [] for x in select.select([r], [], [], 0)]
os.write(w, b'x')
second = [e for _, e in p.poll()], select.select([r], [w], [], 0) == ([r], [w], [])
os.read(r, 1); os.close(w)
third = p.poll() == [(r, select.POLLHUP), (w, select.POLLNVAL)], select.select([r], [], [], 0) == ([r], [], [])`);
    expect(evaluate(`(first, second, third)`)).toBe(
      `(([4], [True, True, True]), ([1, 4], True), (True, True))`,
    );
  });

  test('runs out of descriptors', () => {
    host.run(`
fds = []
try:
    while True: fds.append(os.open('/dev/null', os.O_RDONLY))
except OSError as error:
    failed = errno.errorcode[error.errno]
for fd in fds: os.close(fd)`);
    expect(evaluate(`(failed, max(fds))`)).toBe(`('EMFILE', 1023)`);
  });

  test('reads and writes far more than one message holds', () => {
    host.run(`
big = os.urandom(3_000_000)
with open('big.bin', 'wb') as f: f.write(big)`);
    expect(evaluate(`open('big.bin', 'rb').read() == big`)).toBe('True');
  });

  test('numbers errors as Linux does, those of compiled code and those that a program makes', () => {
    host.run(`
class Custom(FileNotFoundError): pass
def shown(call, *args):
    try: call(*args)
    except OSError as error: return type(error).__name__, error.errno, str(error), error.args
def raises(*args): raise OSError(*args)
missing = shown(open, 'none')
made = [shown(raises, *args) for args in ((2, 'x'), (44, 'y'), (6, 'z'), (13, 'Permission denied', 'f'), (11, 'w'), ('text',))]
both = errno.ENOENT, errno.EAGAIN, errno.errorcode[17], os.strerror(2), Custom(2, 'x').errno`);
    expect(evaluate('missing')).toBe(
      `('FileNotFoundError', 2, "[Errno 2] No such file or directory: 'none'", (2, 'No such file or directory'))`,
    );
    expect(evaluate('[(name, number) for name, number, _, _ in made]')).toBe(
      `[('FileNotFoundError', 2), ('OSError', 44), ('OSError', 6), ('PermissionError', 13), ('BlockingIOError', 11), ('OSError', None)]`,
    );
    expect(evaluate('both')).toBe(`(2, 11, 'EEXIST', 'No such file or directory', 2)`);
  });
});
