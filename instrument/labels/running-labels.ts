import { describe, InputError } from '../../core/input-error.ts';
import type { PhaseRole, PhaseRoles } from '../../core/trace/phase-roles.ts';
import { EPILOGUE, PHASE_ROLES, phaseRole } from '../../core/trace/phase-roles.ts';
import type { KernelCall, Role, Trace } from '../../core/trace/trace.ts';
import { NamedLayers } from './named-layers.ts';

/** What the values computed in a phase are, by its role. */
const COMPUTED_ROLES: Readonly<Record<PhaseRole, Role>> = {
  batch: 'inputs',
  forward: 'activations',
  'second forward': 'activations',
  're-forward': 'activations',
  normalise: 'activations',
  loss: 'activations',
  gradient: 'gradients',
  backward: 'gradients',
  optimiser: 'optimiser state',
  predict: 'activations',
  epilogue: 'activations',
  other: 'activations',
};

/** The labels around what a program is computing, innermost last. Calls outside every phase are of `defaultPhase`, if any. */
export class RunningLabels {
  private readonly phases: string[] = [];
  private readonly phaseRoles = new Map<string, PhaseRole>();
  private readonly layers: number[] = [];
  private readonly named = new NamedLayers();
  private readonly iterations: number[] = [];
  private readonly defaultPhase: string | null;

  constructor(defaultPhase: string | null) {
    this.defaultPhase = defaultPhase;
    if (defaultPhase !== null) this.addPhase(defaultPhase, undefined);
  }

  enterPhase(name: string, given: PhaseRole | undefined): void {
    if (typeof name !== 'string' || name === '') {
      throw new InputError(`phase: its name must be a text, got ${describe(name)}`);
    }
    this.addPhase(name, given);
    this.phases.push(name);
  }

  leavePhase(): void {
    this.phases.pop();
  }

  enterLayer(index: number): void {
    requireIndex('layer', index, 0);
    this.layers.push(index);
  }

  leaveLayer(): void {
    this.layers.pop();
  }

  /** Labels what `run` computes as work of a layer that has a name, and gets a number when all are known. */
  inNamedLayer<T>(layer: object, name: string, run: () => T): T {
    this.layers.push(this.named.idOf(layer, name));
    try {
      return run();
    } finally {
      this.layers.pop();
    }
  }

  /**
   * What runs a gradient, later, under the labels of now: layer and iteration, and, where no phase is open then, the
   * phase. A phase that is open says what the gradient is for.
   */
  mark(): <T>(run: () => T) => T {
    const [phase, layer, iteration] = [this.phases.at(-1), this.layers.at(-1), this.iterations.at(-1)];
    return (run) => {
      const { phases, layers, iterations } = this;
      const depths = [phases.length, layers.length, iterations.length];
      if (phases.length === 0 && phase !== undefined) phases.push(phase);
      if (layer !== undefined) layers.push(layer);
      if (iteration !== undefined) iterations.push(iteration);
      try {
        return run();
      } finally {
        [phases.length, layers.length, iterations.length] = depths;
      }
    };
  }

  enterIteration(index: number): void {
    requireIndex('iteration', index, 1);
    this.iterations.push(index);
  }

  leaveIteration(): void {
    this.iterations.pop();
  }

  /** The labels that a call of this kernel gets. Throws InputError outside every phase. */
  protected place(kernel: string): Pick<KernelCall, 'phase' | 'layer' | 'iteration'> {
    const iteration = this.iterations.at(-1);
    return {
      phase: this.phase(kernel),
      layer: this.layers.at(-1) ?? null,
      ...(iteration === undefined ? {} : { iteration }),
    };
  }

  /** What a value is that this kernel computes now, unless the program says otherwise. Throws InputError outside every phase. */
  protected computedRole(kernel: string): Role {
    return COMPUTED_ROLES[this.phaseRoles.get(this.phase(kernel)) ?? 'other'];
  }

  /** The roles that are not the documented ones of their names, as a trace holds them. */
  protected ownPhaseRoles(): { phaseRoles?: PhaseRoles } {
    const given = [...this.phaseRoles].filter(([phase, role]) => role !== phaseRole(phase));
    return given.length === 0 ? {} : { phaseRoles: Object.fromEntries(given) };
  }

  /** The calls, each named layer of theirs under a number that no other layer has, and their names. */
  protected numberedLayers(calls: readonly KernelCall[]): Pick<Trace, 'calls' | 'layerNames'> {
    return this.named.numbered(calls);
  }

  private addPhase(name: string, given: PhaseRole | undefined): void {
    const known = this.phaseRoles.get(name);
    const role = given ?? known ?? phaseRole(name);
    if (!PHASE_ROLES.includes(role)) {
      throw new InputError(`phase ${name}: there is no role ${role}; use one of ${PHASE_ROLES.join(', ')}`);
    }
    if (known !== undefined && known !== role) {
      throw new InputError(
        `phase ${name}: its role was ${known} before and is ${role} now; name one of them otherwise`,
      );
    }
    if (name === EPILOGUE) {
      throw new InputError(`phase ${name}: is what reading the returned values is called; name it otherwise`);
    }
    this.phaseRoles.set(name, role);
  }

  private phase(kernel: string): string {
    const phase = this.phases.at(-1) ?? this.defaultPhase;
    if (phase === null) {
      throw new InputError(
        `trace: unlabelled read: ${kernel} runs outside every phase; run it inside phase(name, ...)`,
      );
    }
    return phase;
  }
}

function requireIndex(label: string, index: number, first: number): void {
  if (Number.isSafeInteger(index) && index >= first) return;
  throw new InputError(`${label}: got ${index}, number them from ${first} with whole numbers`);
}
