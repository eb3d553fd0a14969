import type { Trip } from '../../../core/trace/nest.ts';
import { faultHere } from './nest-fault.ts';
import { type Home, mayBeSame, type Place, type Scope } from './recorded-nodes.ts';

/** Where values lie, and which of them have been overwritten there. */
export class ValueHomes {
  private homes: Home[] = [];

  /** What lies in a place now. */
  lookUp(place: Place, scope: Scope): Home {
    const home: Home = { place, scope, maker: null, overwrittenAt: null };
    this.homes.push(home);
    return home;
  }

  /** From now on the result lies in this place, where nothing was before that may still be used. */
  move(home: Home, place: Place): void {
    home.place = place;
    home.maker = null;
    this.homes.push(home);
  }

  /** Marks what may lie in a place, as far as it may still be used. `trips`: of the loops around. */
  overwrite(place: Place, trips: readonly Trip[], source: string | null): void {
    this.homes = this.homes.filter(({ scope }) => scope.isOpen);
    for (const home of this.homes) {
      if (home.overwrittenAt === null && mayBeSame(home.place, place, trips)) {
        home.overwrittenAt = source ?? 'a line that is not known';
      }
    }
  }
}

/** Throws InputError where a value cannot be read any more. */
export function requireUsable({ scope, overwrittenAt }: Home): void {
  requireOpen('a value', scope);
  if (overwrittenAt === null) return;
  throw faultHere(
    `the value may have been overwritten where it lies, by ${overwrittenAt}; get it again after that, or take a ` +
      '.copy() of it before',
  );
}

/** Throws InputError where the iteration or phase has ended that something was made in. */
export function requireOpen(what: string, { isOpen, kind }: Scope): void {
  if (isOpen) return;
  throw faultHere(
    kind === 'phase'
      ? `${what} of one phase is used in another; put it into an element of a scratch or output tensor`
      : `${what} that was made in an iteration of a loop is used outside of it; accumulate in a local() made before the ` +
          'loop or in an element of a tensor, not in a JavaScript variable, or write plain loops over TensorProxy',
  );
}
