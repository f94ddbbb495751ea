import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModuleResolver } from '#runtime/kernel/modules/module-resolver.ts';
import { pathToFileUrl } from '#runtime/protocol/file-url.ts';
import { type ProgramFolder, programFolder } from '../../../support/program-folder.ts';

const json = (value: unknown) => JSON.stringify(value);

const program = {
  'package.json': json({
    name: 'self',
    type: 'module',
    exports: {
      '.': './main.mjs',
      './sub': './lib/plain.js',
      './cond': { import: './i.mjs', require: './r.cjs' },
    },
    imports: {
      '#internal': './lib/plain.js',
      '#dep': { node: 'dep', default: './x.js' },
      '#builtin': 'node:fs',
      '#files/*': './lib/*.js',
      '#bad': '../out.js',
      '#gone': './gone.js',
      '#null': null,
    },
  }),
  'main.mjs': '',
  'main.cjs': '',
  'i.mjs': '',
  'r.cjs': '',
  'data.json': '{}',
  'lib/plain.js': '',
  'lib/index.js': '',
  'with space.mjs': '',
  'ünïcode#1.mjs': '',
  noext: '',
  'folder/data.json': '1',
  'node_modules/dep/package.json': json({ name: 'dep', main: 'lib/main' }),
  'node_modules/dep/lib/main.js': '',
  'node_modules/dep/extra.js': '',
  'node_modules/bare.js': '',
  'node_modules/nomain/other.js': '',
  'node_modules/badmain/package.json': json({ main: 'nothing.js' }),
  'node_modules/badjson/package.json': '{ nonsense',
  'node_modules/badjson/index.js': '',
  'node_modules/@scope/pkg/package.json': json({
    exports: { '.': './a.js', './f/*': './files/*.js', './f/secret': null },
  }),
  'node_modules/@scope/pkg/a.js': '',
  'node_modules/@scope/pkg/files/one.js': '',
  'node_modules/sugar/package.json': json({ exports: { require: './r.cjs', default: './d.mjs' } }),
  'node_modules/sugar/r.cjs': '',
  'node_modules/sugar/d.mjs': '',
  'node_modules/targets/package.json': json({
    exports: {
      '.': 'nodot.js',
      './up': './../x.js',
      './array': ['bad', './ok.js'],
      './missing': './gone.js',
      './num': 3,
    },
  }),
  'node_modules/targets/ok.js': '',
  'node_modules/mixed/package.json': json({ exports: { '.': './a.js', import: './b.js' } }),
};

const specifiers = [
  './main.mjs',
  './i.mjs?query=1#hash',
  './none.mjs',
  './lib',
  './lib/',
  './lib/plain',
  './noext',
  '.',
  '..',
  './with%20space.mjs',
  './with space.mjs',
  './%C3%BCn%C3%AFcode%231.mjs',
  './a%2fb.mjs',
  './folder/data',
  './data.json',
  './main.mjs/',
  'dep',
  'dep/extra',
  'dep/extra.js',
  'dep/none.js',
  'bare',
  'nomain',
  'badmain',
  'badjson',
  'absent',
  'absent/sub.js',
  '@scope/pkg',
  '@scope/pkg/f/one',
  '@scope/pkg/f/two',
  '@scope/pkg/f/secret',
  '@scope/pkg/other',
  '@scope/none',
  '@scope',
  'sugar',
  'targets',
  'targets/up',
  'targets/array',
  'targets/missing',
  'targets/num',
  'mixed',
  'self',
  'self/sub',
  'self/cond',
  'self/other',
  '#internal',
  '#dep',
  '#builtin',
  '#files/plain',
  '#files/none',
  '#bad',
  '#gone',
  '#null',
  '#none',
  '#',
  '#/x',
  'fs',
  'node:fs',
  'node:nope',
  'node:test',
  'test',
  'fs/promises',
  'fs/nope',
  'https://example.com/x.js',
  'data:text/javascript,1',
  '',
];

let folder: ProgramFolder;
let real: Record<string, string>;

beforeAll(() => {
  folder = programFolder({ ...program, 'ask.mjs': ask, 'ask.cjs': '' });
  // In that folder, because Node's "Did you mean" looks from the working directory.
  const output = execFileSync(process.execPath, ['ask.mjs', json(specifiers)], { cwd: folder.directory });
  real = JSON.parse(output.toString()) as Record<string, string>;
});
afterAll(() => folder.dispose());

describe('ModuleResolver finds what Node finds and fails as Node fails', () => {
  test.each(specifiers.map((specifier) => [specifier]))('import %j', (specifier) => {
    const resolver = new ModuleResolver(folder.files);
    expect(tell(() => resolver.import(specifier, pathToFileUrl(`${folder.directory}/ask.mjs`)))).toEqual(
      real[`import ${specifier}`],
    );
  });

  test.each(specifiers.filter(isRequired).map((specifier) => [specifier]))('require %j', (specifier) => {
    const resolver = new ModuleResolver(folder.files);
    expect(tell(() => resolver.require(specifier, `${folder.directory}/ask.cjs`))).toEqual(
      real[`require ${specifier}`],
    );
  });
});

/** `require('')` is refused before anything is looked for. */
function isRequired(specifier: string): boolean {
  return specifier !== '';
}

function tell(resolve: () => { builtIn: string } | { location: string }): string {
  try {
    const resolved = resolve();
    return 'builtIn' in resolved ? resolved.builtIn : resolved.location;
  } catch (error) {
    const { name, code, message } = error as Error & { code: string };
    return `${name} ${code} ${message}`;
  }
}

/** What real Node is asked, in the folder itself. */
const ask = `
  import { createRequire, isBuiltin } from 'node:module';
  const require = createRequire(new URL('./ask.cjs', import.meta.url));
  const answers = {};
  const failed = (error) => error.name + ' ' + error.code + ' ' + error.message.replace(/\\nRequire stack:[^]*/, '');
  for (const specifier of JSON.parse(process.argv[2])) {
    try {
      await import(specifier, /json|folder.data/.test(specifier) ? { with: { type: 'json' } } : {});
      answers['import ' + specifier] = import.meta.resolve(specifier);
    } catch (error) { answers['import ' + specifier] = failed(error); }
    if (specifier === '') continue;
    try { answers['require ' + specifier] = require.resolve(specifier); }
    catch (error) { answers['require ' + specifier] = failed(error); }
  }
  for (const [key, answer] of Object.entries(answers)) if (isBuiltin(answer)) answers[key] = answer.replace('node:', '');
  console.log(JSON.stringify(answers));
`;
