export { InputError } from './core/input-error.ts';
