import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ProtocolResult, protocolSchema } from '../../../reports/protocol/protocol-result.ts';
import { type UpdateVariant, updateVariantsSchema } from '../../../reports/protocol/update-variants.ts';
import { SCENARIOS } from '../../../scenarios/catalog.ts';

/** Where `npm run protocol` writes the runs of each scenario. */
export const PROTOCOL_FOLDER = fileURLToPath(new URL('../../../results/protocol/', import.meta.url));

/** The runs in results/protocol, a file a scenario, in the order of the catalog. */
export function committedProtocols(): ProtocolResult[] {
  if (!existsSync(PROTOCOL_FOLDER)) return [];
  const place = ({ scenario }: ProtocolResult): number => SCENARIOS.findIndex(({ id }) => id === scenario);
  return readdirSync(PROTOCOL_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => protocolSchema.parse(JSON.parse(readFileSync(`${PROTOCOL_FOLDER}${name}`, 'utf8'))))
    .sort((a, b) => place(a) - place(b));
}

/** What updates cost at both granularities, with and without the discarded re-forward. */
export const VARIANTS = `${PROTOCOL_FOLDER}updates/variants.json`;

export function committedVariants(): UpdateVariant[] {
  return updateVariantsSchema.parse(JSON.parse(readFileSync(VARIANTS, 'utf8'))).variants;
}
