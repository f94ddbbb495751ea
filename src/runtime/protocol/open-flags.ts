/** The bits of `open(2)` on Linux, as in `fs.constants.O_*`. */
export const openFlags = {
  readOnly: 0,
  writeOnly: 1,
  readWrite: 2,
  accessMode: 3,
  create: 0o100,
  exclusive: 0o200,
  truncate: 0o1000,
  append: 0o2000,
  directory: 0o200000,
  noFollow: 0o400000,
} as const;
