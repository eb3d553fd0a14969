import { existsSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';
import { type OdometerConfig, parseConfig } from '../../instrument/cases/odometer-config.ts';
import { readJsonFile } from '../files/json-file.ts';
import { loadModule } from '../modules/user-module.ts';

const CONFIG_FILES = ['odometer.config.ts', 'odometer.config.mts', 'odometer.config.js', 'odometer.config.mjs'];
const KEY = 'odometer';

/**
 * What the project in the current folder says in place of flags: the default export of `odometer.config.ts`, or the key
 * `odometer` of its package.json; nothing where there is neither. Throws InputError where there are two, or one that is
 * no configuration.
 */
export async function projectConfig(): Promise<OdometerConfig> {
  const files = CONFIG_FILES.filter((file) => existsSync(file));
  const inPackage = packageKey();
  const places = [...files, ...(inPackage === undefined ? [] : [`package.json: ${KEY}`])];
  if (places.length > 1) throw new InputError(`${places.join(' and ')}: two configurations; keep one`);
  if (inPackage !== undefined) return parseConfig(inPackage, `package.json: ${KEY}`);
  if (files.length === 0) return {};
  const [file] = files;
  const exported = await loadModule(file);
  if (!('default' in exported)) throw new InputError(`${file}: exports nothing; export default defineConfig({ ... })`);
  return parseConfig(exported.default, file);
}

function packageKey(): unknown {
  if (!existsSync('package.json')) return undefined;
  const content = readJsonFile('package.json');
  return typeof content === 'object' && content !== null && KEY in content ? content[KEY] : undefined;
}
