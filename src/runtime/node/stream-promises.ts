/** `node:stream/promises`. */
import { streams } from './internal/streams.ts';

const { finished, pipeline } = streams().promises;

export default { finished, pipeline };
