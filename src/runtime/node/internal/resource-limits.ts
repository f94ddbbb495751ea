/** The limits of a worker's memory. The browser enforces its own; these are only told, and declared as a difference. */
export interface ResourceLimits {
  maxYoungGenerationSizeMb: number;
  maxOldGenerationSizeMb: number;
  codeRangeSizeMb: number;
  stackSizeMb: number;
}

const unlimited: ResourceLimits = {
  maxYoungGenerationSizeMb: -1,
  maxOldGenerationSizeMb: -1,
  codeRangeSizeMb: -1,
  stackSizeMb: 4,
};

/** Reads `options.resourceLimits` as Node does: what is no number is left at its default. */
export function readResourceLimits(option: unknown): ResourceLimits {
  const limits = { ...unlimited };
  if (typeof option !== 'object' || option === null) return limits;
  for (const name of Object.keys(limits) as (keyof ResourceLimits)[]) {
    const value = (option as Partial<Record<string, unknown>>)[name];
    if (typeof value === 'number')
      limits[name] = name === 'maxOldGenerationSizeMb' ? Math.max(value, 2) : value;
  }
  return limits;
}
