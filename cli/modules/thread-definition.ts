import { InputError } from '../../core/input-error.ts';
import type { DefinitionSource } from '../../scenarios/catalog.ts';
import { registered } from './definition-file.ts';
import { sourceHash } from './source-hash.ts';
import { sayOnStderr } from './user-code.ts';
import { loadModule } from './user-module.ts';

/** Makes known in a thread what a file defines. Throws InputError where the file is no longer what the command loaded. */
export default async function defineInThread(source: DefinitionSource): Promise<void> {
  const { file, path, exported, sha256 } = source;
  if (sourceHash(path) !== sha256) throw new InputError(`${file}: was changed while it is trained; start again`);
  sayOnStderr();
  registered((await loadModule(file, path))[exported], source);
}
