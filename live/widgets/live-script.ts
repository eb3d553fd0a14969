import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { LayerWidget } from './layer-widget.ts';
import { measureRules } from './measured-updates.ts';
import { watchNest } from './nest-widget.ts';
import { afterDrawing } from './page-elements.ts';
import { RingWidget } from './ring-widget.ts';
import { fillScorecard } from './scorecard-widget.ts';
import { priceLargerOrders, StackWidget } from './stack-widget.ts';
import { UpdateWidget } from './update-widget.ts';

/** Brings the page to life: what is of use with a script alone is shown, and everything is measured once it has been drawn. */
async function start(): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  document.documentElement.classList.add('lively');
  fillScorecard();
  new StackWidget();
  new UpdateWidget();
  new RingWidget();
  new LayerWidget();
  watchNest();
  afterDrawing(priceLargerOrders);
  measureRules(afterDrawing);
}

void start();
