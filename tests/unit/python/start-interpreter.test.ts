import { expect, it } from 'vitest';
import { pythonInNode } from '../../support/python-in-node.ts';

it('startInterpreter() starts CPython 3.14 with our package and the facilities attached', async () => {
  const { pyodide: python } = await pythonInNode({ greeter: { greet: (name: string) => `hello ${name}` } });
  expect(python.runPython('import sys; sys.version_info[:2] == (3, 14)')).toBe(true);
  expect(python.runPython('import _interleave_host; _interleave_host.greeter.greet("you")')).toBe(
    'hello you',
  );
  expect(python._module.jspiSupported).toBe(true);
});
