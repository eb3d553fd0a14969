import { describe, expect, it, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { DATASET_NAMES, IMAGE_FORMS, isMadeInCode, loadDataset } from '../../../scenarios/data/catalog.ts';
import { syntheticColour } from '../../../scenarios/data/synthetic-colour.ts';
import { syntheticDigits } from '../../../scenarios/data/synthetic-digits.ts';
import { itWithRealData, realDataFolder } from './real-data.ts';

describe('loadDataset', () => {
  it('makes the synthetic digits of the seed, 0 if none', async () => {
    expect((await loadDataset('synthetic', { seed: 5 })).test.sha256).toBe(syntheticDigits({ seed: 5 }).test.sha256);
    expect((await loadDataset('synthetic')).test.sha256).toBe(syntheticDigits({ seed: 0 }).test.sha256);
  });

  it('makes the synthetic colour images of the seed', async () => {
    const made = await loadDataset('synthetic-colour', { seed: 5 });
    expect(made.test.sha256).toBe(syntheticColour({ seed: 5 }).test.sha256);
  });

  itWithRealData('mnist', 'reads MNIST from a folder', async () => {
    expect((await loadDataset('mnist', { dataDir: realDataFolder('mnist') })).test.count).toBe(10000);
  });

  itWithRealData('cifar10', 'reads CIFAR-10 from a folder', async () => {
    expect((await loadDataset('cifar10', { dataDir: realDataFolder('cifar10') })).name).toBe('cifar10');
  });

  it('names the data sets when asked for another', async () => {
    await expect(loadDataset('imagenet')).rejects.toThrow(
      new InputError(
        'unknown data set "imagenet"; choose one of mnist, cifar10, synthetic, synthetic-colour, disk-ring',
      ),
    );
  });

  it('refuses a folder for data made in code', async () => {
    await expect(loadDataset('synthetic', { dataDir: 'somewhere' })).rejects.toThrow(InputError);
  });
});

test.each(DATASET_NAMES.filter(isMadeInCode))('%s has images of the form that is stated of them', async (name) => {
  const { rows, columns, channels, classes } = (await loadDataset(name)).test;
  expect({ width: rows * columns * channels, classes }).toEqual(IMAGE_FORMS[name]);
});
