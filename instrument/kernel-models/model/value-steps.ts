import type { Access, Node } from '../../../core/trace/nest.ts';
import { MOST_RUNS } from './branch-runs.ts';
import { loop } from './element-loops.ts';
import type { KernelPlan, PlanTensor } from './kernel-model.ts';
import { at } from './kernel-model.ts';

/**
 * The access of a step to the tensor in `slot`, `beyond` elements after its address `column`; `strides` are those of the
 * loops inside the step.
 */
export type StepAccess = (slot: number, column: number, strides?: readonly number[], beyond?: number) => Access;

/** What all steps of one kind execute. */
export interface StepKind {
  readonly nodes: (access: StepAccess) => Node[];
  /** It reads locals that an earlier step wrote, so that no call may begin with it. */
  readonly goesOn?: true;
}

/** Consecutive steps of one kind; by column, the address of each. */
interface StepRun {
  readonly kind: StepKind;
  readonly columns: number[][];
}

/** Where the addresses of a run are: a stride apart, or in a table. */
type Column = { readonly first: number; readonly stride: number } | { readonly entry: number };

/**
 * What a kernel executes whose branches and addresses depend on values: steps in order, each of a kind and with addresses
 * of its own. Equal kinds in a row are one loop; addresses that are no affine function of its variable are a table.
 */
export class ValueSteps {
  private readonly runs: StepRun[] = [];

  /** One step more. Kinds are told apart by identity; all steps of a kind have as many addresses. */
  add(kind: StepKind, ...addresses: readonly number[]): void {
    const last = this.runs.at(-1);
    if (last?.kind === kind) {
      addresses.forEach((address, column) => {
        last.columns[column].push(address);
      });
    } else {
      this.runs.push({ kind, columns: addresses.map((address) => [address]) });
    }
  }

  /** Executes all steps, slot s bound to the s-th tensor, in calls of a bounded number of runs. */
  call(plan: KernelPlan, locals: number, ...tensors: readonly PlanTensor[]): void {
    const entries: number[] = [];
    const placed = this.runs.map(({ columns }) => columns.map((column) => placeOf(column, entries)));
    const id = entries.length === 0 ? -1 : plan.table(entries);
    let body: Node[] = [];
    const flush = () => {
      if (body.length > 0) plan.call({ slots: tensors.length, locals, body }, ...tensors);
      body = [];
    };
    this.runs.forEach(({ kind, columns }, run) => {
      if (body.length >= MOST_RUNS && kind.goesOn === undefined) flush();
      const access: StepAccess = (slot, column, strides = [], beyond = 0) => {
        const place = placed[run][column];
        if ('stride' in place) return at(slot, tensors[slot], place.first + beyond, [place.stride, ...strides]);
        const table = { id, base: place.entry, strides: [1], scale: 1 };
        return { ...at(slot, tensors[slot], beyond, [0, ...strides]), table };
      };
      body.push(loop(columns[0].length, kind.nodes(access)));
    });
    flush();
  }
}

/** Puts addresses that are not a stride apart into the table. */
function placeOf(column: readonly number[], entries: number[]): Column {
  const [first, second = first] = column;
  const stride = second - first;
  if (column.every((address, index) => address === first + index * stride)) return { first, stride };
  const entry = entries.length;
  for (const address of column) entries.push(address);
  return { entry };
}
