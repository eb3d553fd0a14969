/** `npm run readme`: writes what the committed figures say into README.md, results/README.md and docs/. */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated/generated-files.ts';

for (const [path, content] of generatedFiles()) writeFileSync(path, await content());
