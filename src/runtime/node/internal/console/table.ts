import { getStringWidth, inspect, type InspectOptions } from '../inspect.ts';
import types from '../types.ts';

/** The text of `console.table`, or undefined when `data` is not tabular and prints as `console.log` does. */
export function tableText(
  data: unknown,
  columns: readonly string[] | undefined,
  options: InspectOptions,
): string | undefined {
  if (data === null || typeof data !== 'object') return undefined;
  const show = (value: unknown) => inspectCell(value, options);
  if (types.isMap(data)) {
    const entries = [...data];
    return draw(
      ['(iteration index)', 'Key', 'Values'],
      entries.map(([key, value], index) => [show(index), show(key), show(value)]),
    );
  }
  if (types.isSet(data)) {
    return draw(
      ['(iteration index)', 'Values'],
      [...data].map((value, index) => [show(index), show(value)]),
    );
  }
  return drawRecords(data as Record<string, unknown>, columns, show);
}

function drawRecords(
  records: Record<string, unknown>,
  columns: readonly string[] | undefined,
  show: (value: unknown) => string,
): string {
  const found = new Set<string>(columns);
  let hasValues = false;
  const rows = Object.entries(records).map(([index, record]) => {
    const isPrimitive = record === null || (typeof record !== 'function' && typeof record !== 'object');
    const cells = new Map<string, string>();
    let value = '';
    if (isPrimitive && columns === undefined) {
      hasValues = true;
      value = show(record);
    } else if (!isPrimitive) {
      for (const key of columns ?? Object.keys(record)) {
        found.add(key);
        if (Object.hasOwn(record, key)) cells.set(key, show((record as Record<string, unknown>)[key]));
      }
    }
    return { index, cells, value };
  });
  const keys = inPropertyOrder(found);
  return draw(
    ['(index)', ...keys, ...(hasValues ? ['Values'] : [])],
    rows.map(({ index, cells, value }) => [
      index,
      ...keys.map((key) => cells.get(key) ?? ''),
      ...(hasValues ? [value] : []),
    ]),
  );
}

/** Columns stand as the keys of an object do: whole numbers first. */
function inPropertyOrder(names: Iterable<string>): string[] {
  const table = Object.create(null) as Record<string, true>;
  for (const name of names) table[name] = true;
  return Object.keys(table);
}

function inspectCell(value: unknown, options: InspectOptions): string {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  const isWide = typeof value === 'object' && value !== null && !isList && Object.keys(value).length > 2;
  return inspect(value, { depth: isWide ? -1 : 0, maxArrayLength: 3, breakLength: Infinity, ...options });
}

function draw(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(getStringWidth(title), ...rows.map((row) => getStringWidth(row[column] ?? ''))),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (cells: string[]) => {
    const padded = cells.map(
      (cell, column) => cell + ' '.repeat((widths[column] ?? 0) - getStringWidth(cell)),
    );
    return `│ ${padded.join(' │ ')} │`;
  };
  return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...rows.map(line), rule('└', '┴', '┘')].join(
    '\n',
  );
}
