// npm start: install what is missing, build the site, serve it with the headers it needs.
import { pinnedNode, run, secondsSince, setUp } from './setup.mjs';

try {
  await setUp();
  const startedAt = Date.now();
  console.log('Building the site …');
  const code = await run('npm', ['run', '--silent', 'build']);
  if (code !== 0) throw new Error(`The site did not build (exit code ${code}). The lines above say why.`);
  console.log(`Built in ${secondsSince(startedAt)} s.`);
  process.exitCode = await run(pinnedNode, ['scripts/serve.ts', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
