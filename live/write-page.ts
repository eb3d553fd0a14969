import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { livePage } from './live-page.ts';

const file = fileURLToPath(new URL('../docs/live.html', import.meta.url));
const page = await livePage();
writeFileSync(file, page);
console.log(`docs/live.html: ${Math.round(page.length / 1000)} kB`);
