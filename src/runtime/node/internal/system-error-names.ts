import { ERRNO } from '../../protocol/errno.ts';
import { outOfRange } from './errors.ts';
import { validateNumber } from './validators.ts';

/** @see https://nodejs.org/api/util.html#utilgetsystemerrormap */
export function getSystemErrorMap(): Map<number, readonly [name: string, message: string]> {
  return new Map(
    Object.entries(ERRNO).map(([name, [number, message]]) => [-number, [name, message] as const]),
  );
}

/** @see https://nodejs.org/api/util.html#utilgetsystemerrornameerr */
export function getSystemErrorName(errno: number): string {
  return lookUp(errno)?.[0] ?? `Unknown system error ${errno}`;
}

/** @see https://nodejs.org/api/util.html#utilgetsystemerrormessageerr */
export function getSystemErrorMessage(errno: number): string {
  return lookUp(errno)?.[1] ?? `Unknown system error ${errno}`;
}

function lookUp(errno: unknown): readonly [string, string] | undefined {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw outOfRange('err', 'a negative integer', errno);
  return getSystemErrorMap().get(errno);
}
