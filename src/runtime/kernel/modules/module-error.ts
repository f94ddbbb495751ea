/** Makes an error of Node's module system: its class, `code`, message and other properties. */
export function moduleError(
  code: string,
  message: string,
  properties: Readonly<Record<string, unknown>> = {},
  Base: new (message: string) => Error = Error,
): Error {
  return Object.assign(new Base(message), { code, ...properties });
}

/** Appends ` imported from x`, which Node does when it knows who imported. */
export function importedFrom(parentPath: string | undefined): string {
  return parentPath === undefined ? '' : ` imported from ${parentPath}`;
}

/** `ERR_INVALID_MODULE_SPECIFIER`. */
export function invalidSpecifier(specifier: string, reason: string, parentPath: string | undefined): Error {
  const message = `Invalid module "${specifier}" ${reason}${importedFrom(parentPath)}`;
  return moduleError('ERR_INVALID_MODULE_SPECIFIER', message, {}, TypeError);
}
