import { exactDigits, percent } from '../../reports/writing/format.ts';
import { escapeHtml } from '../../reports/writing/html.ts';
import { NEST_EXAMPLES, pricedNest } from '../running/priced-nest.ts';
import { floorText } from '../widgets/nest-widget.ts';

/** Loops of the reader's own. */
export function nestSection(): string {
  const [[name, text]] = Object.entries(NEST_EXAMPLES);
  const priced = pricedNest(text);
  const options = Object.keys(NEST_EXAMPLES).map((one) => `<option>${escapeHtml(one)}</option>`);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const cost = priced.costOfLine.get(index + 1) ?? 0;
      const paid = cost === 0 ? '' : `${exactDigits(cost)} · ${percent(cost / priced.cost)}`;
      return `<li><code>${escapeHtml(line)}</code><span class="paid">${paid}</span></li>`;
    });
  return `<section id="nest"><h2>Your own loops</h2>
<p>Type loops and see what they cost: reads, the way they travel, and on which line. Tensors are read by <code>.get(i, j)</code>, written by
<code>.set(i, j, value)</code>; values are combined by <code>.add()</code>, <code>.sub()</code>, <code>.mul()</code>, <code>.div()</code>,
indices by <code>.plus()</code>, <code>.minus()</code>, <code>.times()</code>. The loops are recorded once, not run, so that their size does not matter much.</p>
<div class="live">
<p class="controls"><label>Begin with <select id="nest-example">${options.join('')}</select></label></p>
<label for="nest-text">The loops</label>
<textarea id="nest-text" rows="14" spellcheck="false" autocomplete="off" aria-describedby="nest-error">${text.split('\n').map(escapeHtml).join('\n')}</textarea>
<p id="nest-error" role="status" class="wrong"></p></div>
<dl class="meter wide-meter">
<dt>Reads</dt><dd id="nest-reads">${exactDigits(priced.reads)}</dd>
<dt>Moved, at 4 bytes a number</dt><dd class="odometer" id="nest-cost">${exactDigits(priced.cost)}</dd>
<dt>No order costs less than</dt><dd id="nest-floor">${floorText(priced)}</dd></dl>
<p class="faint">Where it is paid, line by line<span class="still"> (${escapeHtml(name)})</span>:</p>
<ol class="lines" id="nest-lines">${lines.join('\n')}</ol>
<p class="faint">The floor is a theorem about matrix products, and holds
for any order of the same multiplications; see <a href="../core/DESIGN.md">D60 of the design notes</a>.</p>
</section>`;
}
