/** What `uname` tells of the system, to Node's `os` and to the shell. */
export const SYSTEM = {
  sysname: 'Linux',
  nodename: 'localhost',
  release: '6.1.0',
  version: '#1 SMP Interleave',
  machine: 'x86_64',
} as const;
