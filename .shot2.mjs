import { chromium } from 'playwright-core';
const [,, file, out, w, h, scheme, full] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking'] });
const p = await b.newPage({ viewport: { width: +w, height: +h }, colorScheme: scheme });
p.on('console', m => console.log(m.type(), m.text())); p.on('pageerror', e => console.log('ERR', e.message));
await p.goto('file://' + file); await p.waitForTimeout(3000);
await p.screenshot({ path: out, fullPage: full === 'full' });
await b.close();
