"""Files: modes, errors, directories, links, times, temporary files."""

import glob
import os
import pathlib
import shutil
import stat
import tempfile


def attempt(call, *args):
    try:
        print(call.__name__, 'gave', call(*args))
    except OSError as error:
        names = [name for name in (error.filename, error.filename2) if name is not None]
        print(call.__name__, type(error).__name__, error.errno, *names)


root = tempfile.mkdtemp()
os.chdir(root)
with open('a.txt', 'w', encoding='utf-8') as file:
    print(file.write('zwölf Boxkämpfer\n'), file.tell())
with open('a.txt', 'a', encoding='utf-8') as file:
    file.write('jagen\n')
with open('a.txt', 'r+b') as file:
    file.seek(1)
    file.write(b'W')
    file.seek(-3, os.SEEK_END)
    print(file.read())
    file.truncate(10)
print(pathlib.Path('a.txt').read_bytes())

attempt(open, 'none.txt')
attempt(open, 'a.txt', 'x')
attempt(open, '.')
attempt(open, 'a.txt/b')
attempt(os.mkdir, '.')
attempt(os.listdir, 'none')
attempt(os.rename, 'none', 'other')
attempt(os.rmdir, 'a.txt')
attempt(os.unlink, 'none')
attempt(os.readlink, 'a.txt')
attempt(os.stat, 'x' * 300)

os.makedirs('tree/one/two')
for name in ('tree/1.py', 'tree/one/2.txt', 'tree/one/two/3.py'):
    pathlib.Path(name).write_text(name)
os.symlink('1.py', 'tree/link')
print(sorted(os.listdir('tree')), os.readlink('tree/link'))
print(sorted(glob.glob('tree/**/*.py', recursive=True)))
for path, directories, files in sorted(os.walk('tree')):
    print(path, sorted(directories), sorted(files))
with os.scandir('tree') as entries:
    print(sorted((e.name, e.is_file(), e.is_dir(), e.is_symlink()) for e in entries))
shutil.copytree('tree', 'copy')
shutil.move('copy/one', 'moved')
os.replace('moved/2.txt', 'moved/two/3.py')
shutil.rmtree('tree')
print(sorted(str(path) for path in pathlib.Path('.').rglob('*')))

os.utime('a.txt', (1_000_000_000, 1_600_000_000.5))
os.chmod('a.txt', 0o604)
status = os.stat('a.txt')
print(status.st_size, status.st_atime, status.st_mtime, stat.filemode(status.st_mode))
before = os.umask(0o077)
with open('private', 'w'):
    pass
print(oct(before), oct(os.umask(before)), stat.filemode(os.stat('private').st_mode))

with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryFile('w+') as file:
    file.write('temporary')
    file.seek(0)
    print(file.read(), os.path.isdir(directory))
print(os.path.exists(directory))

fd = os.open('.', os.O_RDONLY)
print(sorted(os.listdir(fd)))
print(os.stat('a.txt', dir_fd=fd).st_size)
os.close(fd)
attempt(os.close, fd)
os.chdir('/')
shutil.rmtree(root)
