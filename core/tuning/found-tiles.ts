import type { FoundTiles } from './tile-search.ts';

/**
 * Tiles of products as `searchTiles` found them, by `trialName`, with the cost of the product alone at 4 bytes and `scalar` granularity: of the documented updates of
 * all scenarios, and of the gallery. Written by `npm run tuned`, which goes on with what is not here yet.
 */
export const FOUND_TILES: Readonly<Record<string, FoundTiles>> = {};
