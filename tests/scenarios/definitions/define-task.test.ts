import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { registerScenario } from '../../../scenarios/catalog.ts';
import { dataName, loadDataset } from '../../../scenarios/data/catalog.ts';
import { defineTask, type TaskDefinition } from '../../../scenarios/definitions/define-task.ts';
import type { MakeImages, TaskImages } from '../../../scenarios/definitions/task-data.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { datasetOf } from '../../../scenarios/rule/scenario.ts';
import { comparisonSetting } from '../../../scenarios/setting.ts';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import { trainingSettings } from '../../../scenarios/training/training-settings.ts';

/** Points in three corners, a class each. */
const corners: MakeImages = ({ random }) => {
  const drawn = (count: number) => {
    const labels = Array.from({ length: count }, (_, index) => index % 3);
    const near = () => 0.2 * random.uniform();
    return { images: labels.map((label) => [near() + (label & 1), near() + (label >> 1)]), labels };
  };
  return { train: drawn(60), test: drawn(30) };
};

const task: TaskDefinition = {
  title: 'Three corners',
  data: corners,
  shape: { layers: [2, 8], classes: 3 },
  batch: 20,
  epochs: 100,
  criterion: 0.9,
  rules: { bp: labelInInputBp },
};

describe('a task of one’s own', () => {
  test('is called by its title, and has three seeds and no reduced setting unless it says so', () => {
    const scenario = defineTask(task);
    expect(scenario).toMatchObject({ id: 'three-corners', defaultBatch: 20, criterion: { testAccuracy: 0.9 } });
    expect(comparisonSetting(scenario, 'quick')).toEqual({ ...comparisonSetting(scenario, null), seeds: [0, 1, 2] });
    const reduced = defineTask({ ...task, id: 'own', quick: { layers: [2, 4], epochs: 3 } });
    expect(comparisonSetting(reduced, 'quick')).toMatchObject({ shape: { layers: [2, 4], classes: 3 }, epochs: 3 });
    expect(reduced.id).toBe('own');
  });

  test('learns from the images that its function makes, the same ones each time', async () => {
    const scenario = defineTask(task);
    const data = await loadDataset(datasetOf(scenario));
    const again = await loadDataset(datasetOf(scenario, 'three-corners'));
    expect(data).toMatchObject({ name: 'three-corners', train: { count: 60, columns: 2, classes: 3 } });
    expect(again.train.sha256).toBe(data.train.sha256);
    expect((await loadDataset(datasetOf(scenario), { seed: 1 })).train.sha256).not.toBe(data.train.sha256);
    expect([...data.test.labels.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
  });

  test('is refused where its images are others each time', async () => {
    let call = 0;
    const counted: MakeImages = (given) => {
      const { train, test } = corners(given) as TaskImages;
      call += 1;
      return { train, test: { ...test, images: test.images.map((image) => [image[0] + call, image[1]]) } };
    };
    const drawn = loadDataset(datasetOf(defineTask({ ...task, data: counted })));
    await expect(drawn).rejects.toThrow(
      'Three corners: data: test has other images when it is made again; draw what is random from the random that data gets',
    );
  });

  test('is trained as any scenario, once it is known', async () => {
    const scenario = defineTask({ ...task, id: 'trained-corners' });
    registerScenario(scenario);
    const data = await loadDataset(datasetOf(scenario));
    const settings = trainingSettings(
      { scenario: scenario.id, algorithm: 'bp', options: { learningRate: 0.02 }, evaluateEvery: 3, backend: 'cpu' },
      data,
    );
    expect(settings).toMatchObject({ data: 'trained-corners', trainSha256: data.train.sha256, trainImages: 60 });
    const stop = { epochs: 100, criterion: scenario.criterion.testAccuracy, stopsAtCriterion: true };
    const { updatesToCriterion } = await trainRun({ settings, stop, seed: 0, data, checkpoint: null, fresh: true });
    expect(updatesToCriterion).toBeGreaterThan(8);
  });

  test('may have several data sets: the first is the default, the last is that of the documented preset', () => {
    const scenario = defineTask({
      ...task,
      shape: { layers: [784, 9], classes: 10 },
      data: [corners, 'synthetic', 'mnist'],
    });
    expect(comparisonSetting(scenario, 'documented').dataset).toBe('mnist');
    expect(dataName(datasetOf(scenario))).toBe('three-corners');
    expect(datasetOf(scenario, 'synthetic')).toBe('synthetic');
    expect(() => datasetOf(scenario, 'cifar10')).toThrow(
      '--data cifar10: three-corners learns from three-corners or synthetic or mnist',
    );
  });
});

describe('what a task lacks is one line that names the field', () => {
  test.each<[object, string]>([
    [{ title: 7 }, 'defineTask: title must be a text, got 7'],
    [{ title: '!' }, '!: id must be of lower-case letters, digits and dashes, got ""'],
    [{ id: 'Three' }, 'Three corners: id must be of lower-case'],
    [{ id: 'mnist' }, 'Three corners: id must not be mnist'],
    [{ data: undefined }, 'Three corners: data[0] must be mnist, cifar10, synthetic, synthetic-colour, disk-ring or a'],
    [{ data: ['imagenet'] }, 'Three corners: data[0] must be mnist'],
    [{ shape: undefined }, 'Three corners: shape must be an object with layers and classes, got undefined'],
    [
      { shape: { layers: [], classes: 3 } },
      'Three corners: shape.layers must be a list of at least two widths, got []',
    ],
    [{ shape: { layers: [2, 0.5], classes: 3 } }, 'Three corners: shape.layers[1] must be an integer in 1..16777216'],
    [{ shape: { layers: [2, 2], classes: 1 } }, 'Three corners: shape.classes must be an integer in 2..256, got 1'],
    [{ shape: { layers: [2, 2], classes: 2, units: 1 } }, 'Three corners: unknown field shape.units'],
    [
      { data: 'disk-ring', shape: { layers: [3, 2], classes: 2 } },
      'Three corners: shape.layers must begin with 2, the',
    ],
    [
      { data: 'mnist', shape: { layers: [784, 2], classes: 9 } },
      'Three corners: shape.classes must be 10, those of mni',
    ],
    [{ batch: 0 }, 'Three corners: batch must be an integer in 1..1048576, got 0'],
    [{ epochs: '3' }, 'Three corners: epochs must be an integer in 1..1000000, got "3"'],
    [{ criterion: 95 }, 'Three corners: criterion must be in (0, 1], got 95'],
    [{ criterion: 0 }, 'Three corners: criterion must be in (0, 1], got 0'],
    [{ criterion: Number.NaN }, 'Three corners: criterion must be in (0, 1], got NaN'],
    [{ rules: { own: () => 1 } }, 'Three corners: rules.own must be a rule, as defineRule makes one, got a function'],
    [{ seeds: [] }, 'Three corners: seeds must be a list of seeds, got []'],
    [{ seeds: [-1] }, 'Three corners: seeds[0] must be an integer in 0..4294967295, got -1'],
    [{ quick: { criterion: 2 } }, 'Three corners: quick.criterion must be in (0, 1], got 2'],
    [{ quick: { layers: [3, 4] } }, 'Three corners: quick.layers must begin as shape.layers, 2, got 3'],
    [{ quick: { epoch: 2 } }, 'Three corners: unknown field quick.epoch'],
    [{ questions: [{ question: 'Why?', answeredBy: 'me' }] }, 'Three corners: questions[0].answeredBy must be one of'],
    [{ accuracy: 1 }, 'Three corners: unknown field accuracy; there are title, id, source, data, shape, batch'],
  ])('%j', (change, message) => {
    const defined = () => defineTask({ ...task, ...change } as TaskDefinition);
    expect(defined).toThrow(InputError);
    expect(defined).toThrow(message);
    expect(() => defineTask(null as never)).toThrow('defineTask: must be given an object, got null');
  });

  const ok = { images: [[0, 1]], labels: [2] };
  test.each<[unknown, string]>([
    [undefined, 'train.images must be a list, got undefined'],
    [{ train: { images: [], labels: [] }, test: ok }, 'train.images must have an image, got none'],
    [
      { train: ok, test: { images: [[0, 1], [0]], labels: [0, 1] } },
      'test.images[1] must have 2 numbers, as shape.layers begins, got 1',
    ],
    [
      { train: { images: [3], labels: [0] }, test: ok },
      'train.images[0] must have 2 numbers, as shape.layers begins, got 3',
    ],
    [
      { train: { images: [[0, 1e39]], labels: [0] }, test: ok },
      'train.images[0][1] must be a finite float32 number, got 1e+39',
    ],
    [
      { train: { images: [[0, 'x']], labels: [0] }, test: ok },
      'train.images[0][1] must be a finite float32 number, got "x"',
    ],
    [
      { train: { images: [[0, 1]] }, test: ok },
      'train.labels must be a list of 1 classes, one an image, got undefined',
    ],
    [
      { train: ok, test: { images: [[0, 1]], labels: [0, 1] } },
      'test.labels must be a list of 1 classes, one an image, got 2',
    ],
    [{ train: { images: [[0, 1]], labels: [3] }, test: ok }, 'train.labels[0] must be a class in 0..2, got 3'],
    [{ train: { images: [[0, 1]], labels: [0.5] }, test: ok }, 'train.labels[0] must be a class in 0..2, got 0.5'],
  ])('images %j', async (made, message) => {
    const { datasets } = defineTask({ ...task, data: () => made as never });
    await expect(loadDataset(datasets[0] as never)).rejects.toThrow(new InputError(`Three corners: data: ${message}`));
  });
});
