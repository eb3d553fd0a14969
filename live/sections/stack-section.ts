import { exactDigits } from '../../reports/writing/format.ts';
import { LOOP_ORDERS, stackWalk } from '../running/stack-walk.ts';
import { LARGER } from '../widgets/stack-widget.ts';

/** How the stack lies before the first read of the dot product. */
function papers(): string {
  const { names, reads } = stackWalk('dot');
  const [{ stack, cell }] = reads;
  return stack
    .map((one, place) => {
      const isRead = one === cell ? ' is-read' : '';
      return `<li class="paper of-${names[one][0]}${isRead}"><small>${place + 1}</small>${names[one]}</li>`;
    })
    .join('');
}

/** What a read costs, on a program small enough to see all of it. */
export function stackSection(): string {
  const { reads } = stackWalk('dot');
  const [{ depth, price }] = reads;
  const total = exactDigits(reads[reads.length - 1].paid);
  const options = LOOP_ORDERS.map((order) => `<option value="${order}">matrices of 3 × 3, loops ${order}</option>`);
  const rows = LOOP_ORDERS.map((order) => {
    const small = stackWalk(order).reads;
    return `<tr><th scope="row">${order}</th><td id="stack-small-${order}">${exactDigits(small[small.length - 1].paid)}</td><td class="live" id="stack-large-${order}">being priced</td></tr>`;
  });
  return `<section id="stack"><h2>What one read costs</h2>
<p>Here is the whole idea on the smallest program there is: multiply four numbers <i>a</i> by four numbers <i>b</i> and add up.
All numbers lie in one stack; the first paper is the top. To read one, find its depth and pay its square root, rounded up.
What has been read moves to the top. What will never be read again is thrown away at once, so that nobody pays for rubbish.</p>
<div class="controls live">
<label>Program <select id="stack-program"><option value="dot">dot product of 4</option>${options.join('')}</select></label>
<button type="button" id="stack-run">Play</button>
<button type="button" id="stack-back">Back</button>
<button type="button" id="stack-next">Next read</button>
</div>
<p class="live"><label>Read <input class="wide" type="range" id="stack-at" min="0" max="${reads.length - 1}" step="1" value="0"></label></p>
<p class="faint">The stack, from the top:</p>
<ol class="papers" id="stack-papers">${papers()}</ol>
<p><output id="stack-read">Read 1 of ${reads.length}: a1 lies at depth ${depth} and costs ${price}.</output></p>
<p>Paid so far <b class="odometer" id="stack-paid">${price}</b> of <b id="stack-total">${total}</b> for all reads, at one byte a number.</p>
<p>A product of two matrices does the same multiplications in any order of its three loops, so that arithmetic does not care.
Movement does, if little at sizes as small as these:</p>
<div class="scroll"><table><thead><tr><th scope="col">Order of the loops</th><th scope="col">3 × 3</th><th scope="col" class="live">${LARGER} × ${LARGER}</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
<p class="faint">In order ijk the result is finished number by number; in kij it is gone over again and again. The loops of ${LARGER} × ${LARGER} are
those of the library’s own matrix product, which keeps its running sum aside.</p>
</section>`;
}
