/**
 * `node:child_process`. The default export is `module.exports`.
 *
 * @see https://nodejs.org/api/child_process.html
 */
import { ChildProcess } from './internal/child-process-class.ts';
import { exec, execFile } from './internal/exec-file.ts';
import { fork, spawn } from './internal/spawn.ts';
import { execFileSync, execSync, spawnSync } from './internal/spawn-sync.ts';

export default { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
