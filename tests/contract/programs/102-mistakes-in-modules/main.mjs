// Files with mistakes, and what Node says of each: the message, the place and its carets.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const mistakes = {
  'redeclared.js': "import fs from 'node:fs';\nconst a = 1;\nconst a = 2;\n",
  'two-imports-in-a-line.mjs': "import fs from 'node:fs'; import os from 'node:os';\nlet a;\nlet a;\n",
  'token.js': "import fs from 'node:fs';\nlet x = ;\n",
  'call.js': "import fs from 'node:fs';\nfoo(;\n",
  'return.js': 'export const a = 1;\nreturn 3;\n',
  'await.js': "const fs = require('fs');\nfunction f() { await 5; }\n",
  'label.mjs': 'for (const x of [1]) { break foo; }\n',
  'loop.js': 'label: for (;;) { continue nope; }\n',
  'constant.js': 'const x;\n',
  'pattern.js': 'const { a, b } ;\n',
  'optional.js': "new Map?.('x');\n",
  'expression.js': '/unterminated\n',
  'nameless.js': 'function (x) {}\n',
  'shorthand.js': '({ a = 1 });\n',
  'private.js': 'class A { foo() { this.#x; } }\n',
  'delete.js': "'use strict'; delete x;\n",
  'assignment.js': '1 = 2;\n',
  'constructors.js': 'class A { constructor() {} constructor() {} }\n',
};
for (const [file, text] of Object.entries(mistakes)) {
  writeFileSync(file, text);
  const { stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  console.log(`${file}: ${status}\n${stderr}`);
}
