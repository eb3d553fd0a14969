/** What stands for a list of records, by key all their values in order. */
const COLUMNS = '*';
/** Shorter lists are as they are. */
const LEAST_RECORDS = 3;

/**
 * JSON with lists of records of the same keys as columns, `{"*": {"key": [..], ..}}`, which deflates to a quarter less; all of
 * it in a list of one. As it is where a key of its own is `*`. Pages read them back by COLUMNS_SCRIPT.
 */
export function columnsJson(json: string): string {
  const value: unknown = JSON.parse(json);
  return hasKey(value) ? json : JSON.stringify([inColumns(value)]);
}

/** JavaScript: a function `inRows` of the JSON value that `columnsJson` wrote, which gives the value that it was made of. */
export const COLUMNS_SCRIPT = `
/** What was written in columns, in rows again. @param {unknown} packed @returns {unknown} */
function inRows(packed) {
  /** @param {unknown} value @returns {unknown} */
  const rows = (value) => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(rows);
    const entries = Object.entries(value).map(([key, each]) => [key, key === '*' ? each : rows(each)]);
    if (entries.length !== 1 || entries[0][0] !== '*') return Object.fromEntries(entries);
    const columns = Object.entries(entries[0][1]).map(([key, column]) => /** @type {const} */ ([key, rows(column)]));
    const [[, first]] = columns;
    return Array.isArray(first) ? first.map((_, at) => Object.fromEntries(columns.map(([key, all]) => [key, /** @type {unknown[]} */ (all)[at]]))) : [];
  };
  return Array.isArray(packed) ? rows(packed[0]) : packed;
}
`;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasKey);
  return isRecord(value) && (Object.hasOwn(value, COLUMNS) || Object.values(value).some(hasKey));
}

function inColumns(value: unknown): unknown {
  if (Array.isArray(value)) return areAlike(value) ? { [COLUMNS]: columnsOf(value) } : value.map(inColumns);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inColumns(each)]));
}

function areAlike(list: readonly unknown[]): list is Record<string, unknown>[] {
  if (list.length < LEAST_RECORDS || !list.every(isRecord)) return false;
  const keys = Object.keys(list[0]);
  return keys.length > 0 && list.every((record) => JSON.stringify(Object.keys(record)) === JSON.stringify(keys));
}

function columnsOf(records: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(Object.keys(records[0]).map((key) => [key, inColumns(records.map((each) => each[key]))]));
}
