import type { PhaseRole, PhaseRoles } from '../../../core/trace/phase-roles.ts';
import type { KernelCall } from '../../../core/trace/trace.ts';
import type { LabelListener } from '../../labels/labels.ts';
import { RunningLabels } from '../../labels/running-labels.ts';

/** What is outside every phase is labelled with this until the trace has a name. */
export const NO_PHASE = '(no phase)';

/** The labels around what a nest is recording. They are of whole calls, so that none begins inside a loop. */
export abstract class NestLabels extends RunningLabels implements LabelListener {
  constructor() {
    super(NO_PHASE);
  }

  protected abstract get isLooping(): boolean;

  /** The error, after which nothing more is recorded. */
  abstract failed(fault: string): Error;

  override enterPhase(name: string, role: PhaseRole | undefined): void {
    this.requireNoLoop('phase');
    super.enterPhase(name, role);
  }

  override enterLayer(index: number): void {
    this.requireNoLoop('layer');
    super.enterLayer(index);
  }

  override enterIteration(index: number): void {
    this.requireNoLoop('iteration');
    super.enterIteration(index);
  }

  setRole(): never {
    throw this.failed('role() takes tensors of TensorFlow.js; give the role to input, output, inout or scratch');
  }

  hostRead(): never {
    throw this.failed('hostRead() takes tensors of TensorFlow.js; declare what the host reads as an output');
  }

  givenPhaseRoles(): { phaseRoles?: PhaseRoles } {
    return this.ownPhaseRoles();
  }

  protected labels(): Pick<KernelCall, 'phase' | 'layer' | 'iteration'> {
    return this.place(NO_PHASE);
  }

  private requireNoLoop(what: string): void {
    if (this.isLooping) throw this.failed(`${what}() inside a loop; put the loop into the ${what}`);
  }
}
