/** A memory of any size: under what is said of some sizes a slider, and beside it the same of the size that it is at. */
export const CAPACITY_SCRIPT = `
/**
 * What is needed of results.
 * @typedef {{ algorithm: string, reads: number, histogram: { to: number, reads: number }[], floor?: { beyond: { capacity: number, reads: number }[] } | null }} Update
 * @typedef {{ id: string, rules: { algorithm: string, shortName: string }[], updates: Update[] }} Scenario
 */

/** As the page writes shares. @param {number} share */
function percent(share) {
  const value = 100 * share;
  return (value >= 9.95 || value === 0 ? Math.round(value) : value < 0.05 ? '< 0.1' : value.toFixed(1)) + ' %';
}

/** The same, rounded down. @param {number} share */
function percentAtLeast(share) {
  const digits = share < 0.1 && share > 0 ? 1 : 0;
  /** @type {Intl.NumberFormatOptions & { roundingMode: 'floor' }} */
  const form = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: 'floor' };
  return share.toLocaleString('en-US', form).replace('%', ' %');
}

/** @param {number} bytes */
function sizeText(bytes) {
  const unit = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return Number((bytes / 1024 ** unit).toPrecision(3)) + ' ' + ['B', 'KB', 'MB', 'GB'][unit];
}

/** @param {Scenario} scenario @param {number} bytes */
function beyondText({ rules, updates }, bytes) {
  const said = updates.map(({ algorithm, reads, histogram, floor }) => {
    const beyond = histogram.reduce((sum, bin) => sum + (bin.to > bytes / 4 ? bin.reads : 0), 0);
    const least = floor?.beyond.find(({ capacity }) => capacity >= bytes / 4);
    const name = rules.find((rule) => rule.algorithm === algorithm)?.shortName;
    return name + ' ' + percent(beyond / reads) + (least === undefined ? '' : ', at least ' + percentAtLeast(least.reads / reads));
  });
  return sizeText(bytes) + ': ' + said.join('; ');
}

for (const lines of document.querySelectorAll('ul.lines')) {
  const label = document.createElement('label');
  const slider = document.createElement('input');
  const told = document.createElement('output');
  Object.assign(slider, { type: 'range', min: '16', max: '112', value: '60' });
  label.append('Your memory ', slider);
  lines.after(label, told);
  slider.addEventListener('input', async () => {
    const { scenarios } = /** @type {{ scenarios: Scenario[] }} */ (await unpacked());
    const scenario = scenarios.find(({ id }) => id === lines.getAttribute('data-of'));
    // The end of a quarter of an octave, as bins of depths have them.
    const text = scenario === undefined ? '' : beyondText(scenario, 4 * Math.ceil(2 ** (Number(slider.value) / 4 - 2)));
    told.textContent = text;
    slider.setAttribute('aria-valuetext', text);
  });
}
`;
