/**
 * `node:stream`: the npm package `readable-stream`, which is Node's own code, with what newer versions of Node added.
 *
 * @see https://nodejs.org/api/stream.html
 */
import { streams } from './internal/streams.ts';

export default streams();
