import { describe, expect, test } from 'vitest';
import { loadProgram } from '#examples/load.ts';
import { findInterpreter, runProgram, tooOld } from '#examples/real-interpreter.ts';

describe('tooOld()', () => {
  test.for([
    ['3.11.7', undefined],
    ['3.11.7', '3.9'],
    ['3.13.0', '3.13'],
    ['3.13', '3.13'],
    ['4.0.1', '3.13'],
  ] as const)('lets Python %s run what needs %s', ([version, needed]) => {
    expect(tooOld(program(needed), python(version))).toBeUndefined();
  });

  test.for([
    ['3.11.7', '3.13'],
    ['3.9.18', '3.10'],
    ['2.7.18', '3'],
  ] as const)('says why Python %s cannot run what needs %s', ([version, needed]) => {
    expect(tooOld(program(needed), python(version))).toBe(
      `It needs Python ${needed}, and this machine has Python ${version}.`,
    );
  });

  test('asks only for the runtime of the program', () => {
    expect(tooOld({ runtime: 'node', needs: { python: '3.13' } }, python('3.11.7'))).toBeUndefined();
  });
});

describe('findInterpreter()', () => {
  test('finds the Node that package.json pins, and not the one that happens to run', () => {
    expect(findInterpreter('node').title).toBe('Node.js v26.10.0');
  });
});

describe('runProgram()', () => {
  const node = findInterpreter('node');

  test('gives the output and the exit code', async () => {
    const run = await runProgram(loadProgram('hello-threads-node'), node);

    expect(run.output).toMatch(/^Hello from the main thread\n/);
    expect(run.exitCode).toBe(0);
  });

  test('ends a program that takes too long, and says what it printed', async () => {
    await expect(runProgram(loadProgram('threads-basic-node'), node, 1)).rejects.toThrow(
      '"threads-basic-node" did not end within 1 ms. It printed:',
    );
  });
});

function program(needed: string | undefined) {
  return { runtime: 'python' as const, ...(needed !== undefined && { needs: { python: needed } }) };
}

function python(version: string) {
  return { command: 'python3', version, title: `Python ${version}` };
}
