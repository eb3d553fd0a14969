import type { Op } from '../../../core/trace/nest.ts';

/** What can be computed with values of a nest: the operation that a trace names, and the JavaScript that does it. */
interface Operation {
  readonly op: Op;
  /** An expression of operands that are names, elements or numbers in brackets. */
  readonly script: (...operands: string[]) => string;
}

export const OPERATIONS = {
  add: { op: 'add', script: (a, b) => `${a} + ${b}` },
  sub: { op: 'sub', script: (a, b) => `${a} - ${b}` },
  mul: { op: 'mul', script: (a, b) => `${a} * ${b}` },
  div: { op: 'div', script: (a, b) => `${a} / ${b}` },
  mod: { op: 'mod', script: (a, b) => `((${a} % ${b}) + ${b}) % ${b}` },
  pow: { op: 'pow', script: (a, b) => `${a} ** ${b}` },
  neg: { op: 'neg', script: (a) => `-${a}` },
  abs: { op: 'abs', script: (a) => `Math.abs(${a})` },
  sqrt: { op: 'sqrt', script: (a) => `Math.sqrt(${a})` },
  rsqrt: { op: 'rsqrt', script: (a) => `1 / Math.sqrt(${a})` },
  exp: { op: 'exp', script: (a) => `Math.exp(${a})` },
  log: { op: 'log', script: (a) => `Math.log(${a})` },
  sin: { op: 'sin', script: (a) => `Math.sin(${a})` },
  cos: { op: 'cos', script: (a) => `Math.cos(${a})` },
  tanh: { op: 'tanh', script: (a) => `Math.tanh(${a})` },
  sigmoid: { op: 'sigmoid', script: (a) => `1 / (1 + Math.exp(-${a}))` },
  // Neither branch overflows.
  softplus: { op: 'softplus', script: (a) => `Math.max(${a}, 0) + Math.log1p(Math.exp(-Math.abs(${a})))` },
  floor: { op: 'round', script: (a) => `Math.floor(${a})` },
  ceil: { op: 'round', script: (a) => `Math.ceil(${a})` },
  round: { op: 'round', script: (a) => `Math.round(${a})` },
  gt: { op: 'compare', script: (a, b) => `Number(${a} > ${b})` },
  ge: { op: 'compare', script: (a, b) => `Number(${a} >= ${b})` },
  lt: { op: 'compare', script: (a, b) => `Number(${a} < ${b})` },
  le: { op: 'compare', script: (a, b) => `Number(${a} <= ${b})` },
  eq: { op: 'compare', script: (a, b) => `Number(${a} === ${b})` },
  ne: { op: 'compare', script: (a, b) => `Number(${a} !== ${b})` },
  and: { op: 'logic', script: (a, b) => `Number(Boolean(${a}) && Boolean(${b}))` },
  or: { op: 'logic', script: (a, b) => `Number(Boolean(${a}) || Boolean(${b}))` },
  not: { op: 'logic', script: (a) => `Number(!${a})` },
  select: { op: 'select', script: (test, a, b) => `${test} ? ${a} : ${b}` },
  copy: { op: 'copy', script: (a) => a },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;
