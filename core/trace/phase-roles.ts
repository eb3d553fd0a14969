/**
 * What a phase is for: what breakdowns, waits, penalties and pictures know it by, whatever it is called. `other`: a
 * phase that nothing is known of. `epilogue`: what is returned is read.
 */
export const PHASE_ROLES = [
  'batch',
  'forward',
  'second forward',
  're-forward',
  'normalise',
  'loss',
  'gradient',
  'backward',
  'optimiser',
  'predict',
  'epilogue',
  'other',
] as const;
export type PhaseRole = (typeof PHASE_ROLES)[number];

/** Roles by name of the phase, where they are not the documented ones. */
export type PhaseRoles = Readonly<Record<string, PhaseRole>>;

/** The phase of what is read at the end: the returned values, by no call. */
export const EPILOGUE = 'epilogue';

/** The names that have a role without being given one. */
const DOCUMENTED: ReadonlyMap<string, PhaseRole> = new Map([
  ['build batch', 'batch'],
  ['positive forward', 'forward'],
  ['negative forward', 'second forward'],
  ['forward', 'forward'],
  ['normalise', 'normalise'],
  ['goodness and loss', 'loss'],
  ['gradient', 'gradient'],
  ['backward', 'backward'],
  ['optimiser', 'optimiser'],
  ['re-forward', 're-forward'],
  ['predict', 'predict'],
  ['features', 'predict'],
  ['head forward', 'forward'],
  ['head loss', 'loss'],
  ['head gradient', 'gradient'],
  ['head optimiser', 'optimiser'],
  [EPILOGUE, 'epilogue'],
]);

/** The role of the phase of this name: the one in `given`, else the documented one, else `other`. */
export function phaseRole(name: string, given: PhaseRoles = {}): PhaseRole {
  if (Object.hasOwn(given, name)) return given[name];
  return DOCUMENTED.get(name) ?? 'other';
}
