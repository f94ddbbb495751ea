/**
 * `node:fs/promises`.
 *
 * @see https://nodejs.org/api/fs.html#promises-api
 */
import { promises } from './internal/fs/promises.ts';

export default promises;
