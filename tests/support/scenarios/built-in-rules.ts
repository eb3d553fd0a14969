/** The rules that every scenario of the catalog has. */
export const BUILT_IN_RULES = ['ff', 'bp'] as const;
export type BuiltInRule = (typeof BUILT_IN_RULES)[number];
