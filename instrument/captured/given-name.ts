/** The name that somebody gave a variable; null where TensorFlow.js numbered it, as it does moments of optimisers. */
export function givenName({ name }: { readonly name: string }): string | null {
  return /^\d+$/.test(name) ? null : name;
}
