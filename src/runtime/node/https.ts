/**
 * `node:https`, for programs without a network: what would connect or listen can be imported, and throws when it is called.
 *
 * @see https://nodejs.org/api/https.html
 */
import { absentFunctions } from './internal/absent-functions.ts';

export default absentFunctions('https', ['Agent', 'Server', 'createServer', 'get', 'request']);
