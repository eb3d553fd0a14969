import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, requireFunction } from '../../core/input-error.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { Role } from '../../core/trace/trace.ts';
import { scalarProgram } from '../scalars/scalar-tracer.ts';

/** Listens to the labels of the running program; only a traced run has one. */
export interface LabelListener {
  /** `phaseRole` undefined: the documented one of this name. */
  enterPhase(name: string, phaseRole: PhaseRole | undefined): void;
  leavePhase(): void;
  enterLayer(index: number): void;
  leaveLayer(): void;
  enterIteration(index: number): void;
  leaveIteration(): void;
  setRole(role: Role, tensor: Tensor): void;
  hostRead(tensor: Tensor): void;
}

let listener: LabelListener | null = null;

/** Runs `run` with `next` listening, and restores what listened before, also when `run` throws. */
export function withListener<T>(next: LabelListener, run: () => T): T {
  const previous = listener;
  listener = next;
  try {
    return run();
  } finally {
    listener = previous;
  }
}

/**
 * Labels everything that `run` computes with a phase of any name. Its role says what it is for, and so what the values
 * computed in it are, unless `role` says otherwise; without `phaseRole` it is the documented one of this name, or
 * `other`. In one trace a name has one role: another throws InputError, and so does the name `epilogue`, which is what
 * the reads of returned values are called. Throws InputError inside `traceScalars`, whose programs have no labels. Costs three
 * comparisons when nothing is traced.
 */
export function phase<T>(name: string, run: () => T, phaseRole?: PhaseRole): T {
  requireFunction('phase: what is labelled', run);
  if (listener === null) return unlabelled('phase', run);
  const current = listener;
  current.enterPhase(name, phaseRole);
  try {
    return run();
  } finally {
    current.leavePhase();
  }
}

/** Labels everything that `run` computes as work of layer `index` (0 = the first); InputError inside `traceScalars`. */
export function layer<T>(index: number, run: () => T): T {
  requireFunction('layer: what is labelled', run);
  if (listener === null) return unlabelled('layer', run);
  const current = listener;
  current.enterLayer(index);
  try {
    return run();
  } finally {
    current.leaveLayer();
  }
}

/**
 * Labels everything that `run` computes as work of iteration `index` (1 = the first) of a network that runs over time;
 * InputError inside `traceScalars`.
 */
export function iteration<T>(index: number, run: () => T): T {
  requireFunction('iteration: what is labelled', run);
  if (listener === null) return unlabelled('iteration', run);
  const current = listener;
  current.enterIteration(index);
  try {
    return run();
  } finally {
    current.leaveIteration();
  }
}

/** A scalar program has no labels (D40): it would be priced without them, and nobody would know. */
function unlabelled<T>(label: string, run: () => T): T {
  const name = scalarProgram();
  if (name === null) return run();
  throw new InputError(`${label}: ${name} is a scalar program, which has no labels; leave it out inside traceScalars`);
}

/** Says what a tensor is for, where the phase it was computed in would say something else. Returns the tensor. */
export function role<T extends Tensor>(name: Role, tensor: T): T {
  listener?.setRole(name, tensor);
  return tensor;
}

/** Records that the host reads every element of a tensor (a loss it prints): priced reads, with no result. */
export function hostRead<T extends Tensor>(tensor: T): T {
  listener?.hostRead(tensor);
  return tensor;
}
