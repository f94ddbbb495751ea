import type { DescriptorTable } from './descriptor-table.ts';

/** A row of the process table. */
export interface Process {
  readonly pid: number;
  ppid: number;
  cwd: string;
  env: Record<string, string>;
  readonly descriptors: DescriptorTable;
}
