import type { FoundTiles } from './tile-search.ts';

/**
 * Tiles of products as `searchTiles` found them, by `trialName`, with what the product costs alone at 4 bytes and `scalar`
 * granularity: those of the documented updates of label-in-input and disk-ring, and one of recurrent.
 */
export const FOUND_TILES: Readonly<Record<string, FoundTiles>> = {
  '128x784x500': { loops: 'k98 j50 i64 j25 i16 k7 j5 i2 k7 k1 j1 i1', cost: 14902131888 },
  '128x500x500': { loops: 'j100 k50 i16 j10 i16 k5 i2 j2 k5 k1 j1 i1', cost: 8936871678 },
  '128x500x10': { loops: 'j10 k20 i16 i8 k4 j2 i1 k1 j1', cost: 224782200 },
  '500x128x10 aT': { loops: 'i25 j10 k8 i5 j10 k4 j2 k2 i1 k1 i1 j1', cost: 216450040 },
  '128x10x500 bT': { loops: 'j25 i32 k10 i8 j5 k2 i2 j1 k2 k1 i1 j1', cost: 106209666 },
  '500x128x500 aT': { loops: 'j100 i50 k32 i25 j10 k8 i5 j2 k4 k1 i1 j1', cost: 8068706002 },
  '128x500x500 bT': { loops: 'j100 k50 i16 j10 i16 k5 i2 j2 k5 k1 j1 i1', cost: 9013491801 },
  '784x128x500 aT': { loops: 'i56 j20 k16 i7 j4 k4 k2 j2 i1 k1 i1 j1', cost: 13020508782 },
  '300x2x12': { loops: 'i25 j12 k2 i5 j4 k2 j2 i1 k2 k1 i1 j1', cost: 802960 },
  '300x12x12': { loops: 'i25 j12 k12 i5 k6 j4 j2 k2 i1 k1 i1 j1', cost: 7578668 },
  '300x12x2': { loops: 'i20 j2 k12 i2 j2 k4 k1 j1 i1', cost: 2380228 },
  '12x300x2 aT': { loops: 'i12 j2 k20 j2 k5 i6 i2 j2 k1 j1 i1 k1', cost: 2683339 },
  '300x2x12 bT': { loops: 'i25 j12 k2 i5 j4 k2 j2 i1 k2 k1 i1 j1', cost: 802968 },
  '12x300x12 aT': { loops: 'i12 j12 k20 k4 j6 i6 i2 j1 k1 k1 i1 j1', cost: 9954883 },
  '300x12x12 bT': { loops: 'i25 j12 k12 i5 k6 j4 j2 k2 i1 k1 i1 j1', cost: 7578652 },
  '2x300x12 aT': { loops: 'i2 k5 j2 k1 j1 i1', cost: 2661735 },
  '300x4x12': { loops: 'i20 j12 k4 i2 j3 k4 j1 k1 i1', cost: 1934031 },
  '4x300x12 aT': { loops: 'i4 j12 k20 i4 k4 j4 j2 i2 k1 j1 i1 k1', cost: 3930498 },
  '256x784x500': { loops: 'k98 j50 i32 j25 k7 i16 j5 i2 k7 k1 j1 i1', cost: 29807789133 },
};
