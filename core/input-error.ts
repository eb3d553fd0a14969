/**
 * Bad input from outside the program: a file, a flag, a data set. The message is one line that names what is wrong,
 * where, and what to do; the command line prints it as it is and exits with code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
