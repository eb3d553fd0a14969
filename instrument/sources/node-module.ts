/** What of node the package uses beside files, by name. */
interface NodeModules {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:inspector': typeof import('node:inspector');
  readonly 'node:module': typeof import('node:module');
}

/**
 * A module of node; null in a browser. Asked for when it is used: with an `import` the package would load in node alone.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | null {
  const found: object | undefined = globalThis.process?.getBuiltinModule?.(name);
  return found === undefined ? null : (found as NodeModules[Name]);
}
