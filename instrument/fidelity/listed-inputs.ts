/** Inputs as a kernel takes them: a list where they are named 0, 1, ..., a list under `name` for `name.0`, `name.1`, ... */
export function asTaken<T>(named: Readonly<Record<string, T>>): Record<string, T | T[]> | T[] {
  if ('0' in named) return Object.values(named);
  const taken: Record<string, T | T[]> = {};
  for (const [name, input] of Object.entries(named)) {
    const [list, index] = name.split('.');
    if (index === undefined) taken[name] = input;
    else taken[list] = [...((taken[list] as T[] | undefined) ?? []), input];
  }
  return taken;
}
